/** The SMTP session (RFC 5321) as a state machine: bytes in, effects out, no I/O, no clock, no threads. */
@NullMarked
package io.postern.ingress.session;

import org.jspecify.annotations.NullMarked;
