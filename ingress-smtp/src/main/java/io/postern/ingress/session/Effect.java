package io.postern.ingress.session;

import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import io.postern.ingress.spool.Spool;
import org.jspecify.annotations.Nullable;

/** What the session wants done in the world outside, in order. */
public sealed interface Effect {

    /** Send this to the client. */
    record Send(Reply reply) implements Effect {}

    /**
     * The session refuses something by itself. It comes ahead of the reply, and of what becomes of the mail at hand.
     *
     * @param mailId of the mail at hand, {@code null} if there is none
     */
    record Refused(Reply reply, @Nullable String mailId) implements Effect {}

    /** The client has greeted: the checks of the greeting can be asked. The session does not wait. */
    record Greeted(Session session) implements Effect {}

    /** Encrypt what comes after the reply. The session waits for {@link SmtpSession#encrypted}. */
    record StartTls() implements Effect {}

    /** Begin an authentication exchange. The session waits, see {@link SmtpSession#challenge}. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record BeginAuth(Session session, String mechanism, byte @Nullable [] initial) implements Effect {}

    /** Go on with the exchange. The session waits as before. */
    @SuppressWarnings("ArrayRecordComponent")
    record ContinueAuth(byte[] response) implements Effect {}

    /** The client gave up the exchange. */
    record AbandonAuth() implements Effect {}

    /** The client speaks for another one from here on: all that was known is void. The session does not wait. */
    record Reopened(Session opened) implements Effect {}

    /** Decide on a recipient that exists. The session waits for {@link SmtpSession#resume}. */
    record OfferRecipient(RecipientOffered offer, Transaction transaction) implements Effect {}

    /**
     * Decide on a mail. The session waits for {@link SmtpSession#resume}; the spool is the receiver's to close.
     *
     * @param missing fields that we have to add
     */
    record OfferMail(Session session, Transaction transaction, Spool content, Missing missing) implements Effect {}

    /** Fields that every mail has to have (RFC 5322 section 3.6, RFC 6409 section 8) and this one lacks. */
    record Missing(boolean date, boolean messageId) {

        public static final Missing NONE = new Missing(false, false);
    }

    /** Nobody needs this any more: close it where blocking is allowed. */
    record Discarded(Spool spool) implements Effect {}

    /** The mail at hand was given up before its end, or refused by the session itself. */
    record Dropped() implements Effect {}

    /** Close the connection after what has been sent. */
    record Close() implements Effect {}
}
