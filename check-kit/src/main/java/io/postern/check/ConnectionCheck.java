package io.postern.check;

import io.postern.contract.ConnectionOpened;
import java.io.IOException;

/** A check that is asked when a client has connected; only its address is known. {@code postern.check.phase=connect} */
public interface ConnectionCheck {

    /**
     * Called on a virtual thread of its own, by many at once; may block. Interrupted when nobody waits for the answer
     * any more.
     *
     * @throws IOException if a backend is away: the verdict is ERROR. Any other exception is taken for a bug
     */
    Finding check(ConnectionOpened connection) throws IOException, InterruptedException;
}
