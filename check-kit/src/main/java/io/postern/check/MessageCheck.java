package io.postern.check;

import java.io.IOException;

/** A check that is asked when a client has sent a mail. {@code postern.check.phase=message} */
public interface MessageCheck {

    /**
     * Called on a virtual thread of its own, by many at once; may block. Interrupted when nobody waits for the answer
     * any more. The mail is gone when the method returns.
     *
     * @throws IOException if a backend is away: the verdict is ERROR. Any other exception is taken for a bug
     */
    Finding check(Mail mail) throws IOException, InterruptedException;
}
