package io.postern.check.service;

import io.postern.check.Finding;
import java.io.IOException;

/** A check and what it is asked about. */
interface Examination {

    /** Asks the check. */
    Finding perform() throws IOException, InterruptedException;

    /** Lets go of what is held for it. Called once, whether it was performed or not. */
    default void close() {}
}
