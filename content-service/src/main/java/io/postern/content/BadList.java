package io.postern.content;

import java.nio.file.Path;

/** A list that cannot be used. The message names file, line and reason. */
final class BadList extends Exception {

    private static final long serialVersionUID = 1L;

    BadList(Path file, int line, String reason) {
        super(file + ":" + line + ": " + reason);
    }

    BadList(Path folder, Exception cause) {
        super(folder + ": " + cause, cause);
    }
}
