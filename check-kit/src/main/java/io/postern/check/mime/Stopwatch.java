package io.postern.check.mime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Says when the time is up, and ends what reads on. An interrupt is the end, too. */
final class Stopwatch {

    /** The time is up. */
    static final class TimeIsUp extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final long end;

    Stopwatch(Duration time) {
        this.end = System.nanoTime() + time.toNanos();
    }

    boolean over() {
        return System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted();
    }

    /** The same bytes for as long as there is time; then {@link TimeIsUp}. */
    InputStream watch(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                check();
                return super.read();
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                check();
                return super.read(into, offset, length);
            }
        };
    }

    private void check() throws TimeIsUp {
        if (over()) {
            throw new TimeIsUp();
        }
    }
}
