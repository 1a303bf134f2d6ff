package io.postern.av.clamd;

import java.io.IOException;

/** It is not clamd that failed but the source of what it was to scan. */
public final class UnreadableMail extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadableMail(IOException cause) {
        super(cause.toString(), cause);
    }
}
