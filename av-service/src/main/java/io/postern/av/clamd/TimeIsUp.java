package io.postern.av.clamd;

import java.io.IOException;

/** clamd did not do in time what was asked of it. */
public final class TimeIsUp extends IOException {

    private static final long serialVersionUID = 1L;

    TimeIsUp(String what) {
        super(what);
    }
}
