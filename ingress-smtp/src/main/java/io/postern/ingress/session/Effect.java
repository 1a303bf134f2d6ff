package io.postern.ingress.session;

import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import io.postern.ingress.spool.Spool;

/** What the session wants done in the world outside, in order. */
public sealed interface Effect {

    /** Send this to the client. */
    record Send(Reply reply) implements Effect {}

    /** The client has greeted: the checks of the greeting can be asked. The session does not wait. */
    record Greeted(Session session) implements Effect {}

    /** Decide on a recipient that exists. The session waits for {@link SmtpSession#resume}. */
    record OfferRecipient(RecipientOffered offer, Transaction transaction) implements Effect {}

    /** Decide on a mail. The session waits for {@link SmtpSession#resume}; the spool is the receiver's to close. */
    record OfferMail(Session session, Transaction transaction, Spool content) implements Effect {}

    /** The mail at hand was given up before its end, or refused by the session itself. */
    record Dropped() implements Effect {}

    /** Close the connection after what has been sent. */
    record Close() implements Effect {}
}
