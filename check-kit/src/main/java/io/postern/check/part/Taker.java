package io.postern.check.part;

import java.io.IOException;

/** Is given what a mail has in it, one piece after the other. */
@FunctionalInterface
public interface Taker {

    /**
     * Takes one piece, which is gone afterwards.
     *
     * @return whether there is any use in going on
     */
    boolean take(Piece piece) throws IOException, InterruptedException;
}
