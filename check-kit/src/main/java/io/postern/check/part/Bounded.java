package io.postern.check.part;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes so many bytes on and drops the rest. */
public final class Bounded extends FilterOutputStream {

    private long left;
    private boolean cut;

    public Bounded(OutputStream out, long limit) {
        super(out);
        this.left = limit;
    }

    /** Whether something was dropped. */
    public boolean cut() {
        return cut;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int passed = (int) Math.min(length, left);
        cut |= passed < length;
        left -= passed;
        if (passed > 0) {
            out.write(bytes, offset, passed);
        }
    }
}
