/** Which hosts take the mail of a domain (RFC 5321 section 5.1). */
@NullMarked
package io.postern.delivery.relay.mx;

import org.jspecify.annotations.NullMarked;
