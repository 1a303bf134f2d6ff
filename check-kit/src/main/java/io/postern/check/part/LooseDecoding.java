package io.postern.check.part;

import java.io.IOException;

/** Decodes all bodies of a loose reading. */
record LooseDecoding(Unpacking unpacking) implements LooseReading.Reader {

    @Override
    public void body(LooseBody body) throws IOException, InterruptedException {
        body.decode(unpacking);
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
