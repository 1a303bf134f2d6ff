package io.postern.check;

import io.postern.contract.RecipientOffered;
import java.io.IOException;

/** A check that is asked when a client has named a recipient that exists. {@code postern.check.phase=recipient} */
public interface RecipientCheck {

    /**
     * Called on a virtual thread of its own, by many at once; may block. Interrupted when nobody waits for the answer
     * any more.
     *
     * @throws IOException if a backend is away: the verdict is ERROR. Any other exception is taken for a bug
     */
    Finding check(RecipientOffered offer) throws IOException, InterruptedException;
}
