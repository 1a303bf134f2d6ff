package io.postern.ingress.defence;

import io.postern.ingress.session.Reply;
import org.jspecify.annotations.Nullable;

/** One reason to refuse. Answers at once; safe for use by many threads. */
interface Limit {

    /** The refusal; {@code null} lets the client go on, and counts what it does. */
    @Nullable
    Reply refusal(Client client);
}
