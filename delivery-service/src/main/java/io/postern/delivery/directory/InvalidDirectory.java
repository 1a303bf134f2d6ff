package io.postern.delivery.directory;

import java.nio.file.Path;

/** The directory file cannot be used. The message names file, line and reason. */
final class InvalidDirectory extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param line counted from 1 */
    InvalidDirectory(Path file, int line, String reason) {
        super(file + ", line " + line + ": " + reason);
    }

    InvalidDirectory(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
