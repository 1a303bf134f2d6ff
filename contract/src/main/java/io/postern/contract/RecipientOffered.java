package io.postern.contract;

import static java.util.Objects.requireNonNull;

/**
 * A client named a recipient that exists.
 *
 * @param session as it is at RCPT
 * @param sender the reverse-path, empty for the null sender
 * @param recipient the forward-path, domain in lower case
 */
public record RecipientOffered(Session session, String sender, String recipient) {

    public RecipientOffered {
        requireNonNull(session, "session");
        requireNonNull(sender, "sender");
        requireNonNull(recipient, "recipient");
    }
}
