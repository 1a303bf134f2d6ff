package io.postern.av.clamd;

import java.io.IOException;

/** What answers is not clamd, or is not itself. */
public final class Gibberish extends IOException {

    private static final long serialVersionUID = 1L;

    Gibberish(String what) {
        super(what);
    }
}
