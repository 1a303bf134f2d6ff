package io.postern.ingress.session;

import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;

/** What a session offers to the gate. */
public final class Offers {

    private Offers() {}

    /** The first recipient of a mail. */
    public static Effect.OfferRecipient recipient(Session session, String mailId, String sender, String recipient) {
        Transaction transaction = new Transaction(mailId, new MailCommand(sender, 0, false, false, null, null));
        transaction.offer();
        return new Effect.OfferRecipient(new RecipientOffered(session, sender, recipient), transaction);
    }
}
