/**
 * The client's side of SMTP (RFC 5321) and LMTP (RFC 2033): one connection to one peer, and the mails that go over it. It
 * sends bytes as they are, but for line ends that are none, trusts nothing that a peer says, and waits for nobody without a
 * limit.
 */
@NullMarked
package io.postern.delivery.relay.smtp;

import org.jspecify.annotations.NullMarked;
