package io.postern.av;

import io.postern.check.part.Blob;
import java.io.IOException;
import java.time.Duration;

/** Who tells whether something is harmful. */
interface Engine {

    /** Where it is, or what it is. */
    String name();

    /**
     * Scans.
     *
     * @param limit how long it may take
     * @throws InterruptedException if nobody wants to know any more
     */
    ScanResult scan(Blob content, Duration limit) throws InterruptedException;

    /**
     * Asks it how it is.
     *
     * @param limit how long the answer may take
     * @throws IOException if it is not well
     */
    Signatures probe(Duration limit) throws IOException;
}
