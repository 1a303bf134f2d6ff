/** An SMTP client that sends any bytes it is told to, right or wrong, and reads replies strictly. */
@NullMarked
package io.postern.system.smtp;

import org.jspecify.annotations.NullMarked;
