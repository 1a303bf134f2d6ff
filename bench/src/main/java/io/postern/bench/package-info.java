/**
 * Sends mails over SMTP as fast as the server takes them, and tells how fast that was: mails a second, the wait from
 * end-of-data to reply, processor time a mail. Knows nothing of Postern but its port, so that peers are measured alike.
 */
@NullMarked
package io.postern.bench;

import org.jspecify.annotations.NullMarked;
