package io.postern.ingress.session;

import io.postern.contract.Session;
import org.jspecify.annotations.Nullable;

/** Whether a client may go on: a reply is the refusal, {@code null} lets it. Answers at once. */
public interface Admission {

    /** Lets everybody go on. */
    Admission OPEN = new Admission() {};

    /** It wants to begin a mail. */
    default @Nullable Reply mail(Session session) {
        return null;
    }

    /** It names a recipient. */
    default @Nullable Reply recipient(Session session) {
        return null;
    }

    /** The recipient it named does not exist. */
    default void unknownRecipient(Session session) {}

    /** It wants to hand over the content. */
    default @Nullable Reply content(Session session) {
        return null;
    }
}
