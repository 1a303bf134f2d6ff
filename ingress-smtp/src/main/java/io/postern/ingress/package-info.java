/**
 * The front door: speaks SMTP with the clients, asks the checks over Kafka, lets the policy decide and answers in the
 * session.
 *
 * <p>Rooms: {@code session} is the protocol as a state machine without I/O; {@code server} brings it to the network;
 * {@code spool} holds a mail while it comes in; {@code checks} asks and gathers verdicts; {@code policy} decides;
 * {@code gate} is the way of a recipient and of a mail through all of these; {@code directory} knows who gets mail here.
 *
 * <p>Needs Kafka. Emits connections, recipients, contents, decisions and approvals.
 */
@NullMarked
package io.postern.ingress;

import org.jspecify.annotations.NullMarked;
