package io.postern.ingress.defence;

import io.postern.contract.Session;
import io.postern.ingress.session.Admission;
import io.postern.ingress.session.Reply;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client may go on: answers at once and never blocks. A reply is the refusal; {@code null} lets it go on. Safe
 * for use by many threads.
 */
@ApplicationScoped
public class Doorkeeper implements Admission {

    /** A client has connected. Unless it is refused, {@link #left} has to follow. */
    public @Nullable Reply admit(Session opened) {
        return null;
    }

    /** A client that was admitted is gone. */
    public void left(Session opened) {}

    /** A client wants to begin a mail. */
    @Override
    public @Nullable Reply mail(Session session) {
        return null;
    }

    /** A client names a recipient. */
    @Override
    public @Nullable Reply recipient(Session session) {
        return null;
    }

    /** The recipient a client named does not exist. */
    @Override
    public void unknownRecipient(Session session) {}

    /** A client wants to hand over the content. */
    @Override
    public @Nullable Reply content(Session session) {
        return null;
    }
}
