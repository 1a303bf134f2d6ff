package io.postern.check.part;

import java.io.IOException;

/**
 * Decodes all bodies of a loose reading.
 *
 * @param plainToo whether those that are not encoded are of interest, too
 */
record LooseDecoding(Unpacking unpacking, boolean plainToo) implements LooseReading.Reader {

    @Override
    public void body(LooseBody body) throws IOException, InterruptedException {
        body.decode(unpacking, plainToo);
    }

    @Override
    public void header(Declared header) {
        // It is in the body, too.
    }

    @Override
    public void hyphens(String line, boolean separates) {
        // What it declares is not asked for.
    }

    @Override
    public boolean hasEnough() {
        return unpacking.over();
    }
}
