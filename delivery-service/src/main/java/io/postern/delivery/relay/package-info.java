/**
 * Brings mail to other hosts: to the mail exchangers of a domain (RFC 5321 section 5.1), through a smarthost, or by LMTP to a
 * mail store.
 *
 * <p>{@link io.postern.delivery.relay.Relay} makes one attempt for one mail and some of its recipients. What it says of each
 * recipient is what the queue goes by: delivered, not yet, or never; and whose fault it is. It delivers at least once: where
 * the answer to a whole mail is lost, it says that it is uncertain.
 */
@NullMarked
package io.postern.delivery.relay;

import org.jspecify.annotations.NullMarked;
