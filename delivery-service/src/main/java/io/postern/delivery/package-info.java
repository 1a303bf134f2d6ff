/**
 * Delivery: the last leg. It takes custody of the mail that the ingress has promised to deliver, and brings it to the
 * mailboxes.
 *
 * <p>Reads {@code mail.approved.v1} and, by the places named there, {@code mail.content.v1}. Emits one
 * {@code DeliveryAttempted} for every attempt to {@code mail.deliveries.v1}, and the operator's directory of domains and
 * mailboxes to {@code mail.directory.v1}. Needs PostgreSQL, where a mail lies from custody until its last recipient has
 * it, and a file system for the mailboxes.
 *
 * <p>The rooms: {@code custody} takes over, {@code queue} holds what is owed and hands it out, {@code mailbox} writes
 * Maildirs, {@code directory} says who has one, {@code bounce} writes to senders what became of their mail, {@code api} lets
 * operators look and change.
 */
@NullMarked
package io.postern.delivery;

import org.jspecify.annotations.NullMarked;
