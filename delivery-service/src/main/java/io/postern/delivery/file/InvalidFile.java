package io.postern.delivery.file;

import java.nio.file.Path;

/** A file of the operator cannot be used. The message names file, line and reason. */
public final class InvalidFile extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param line counted from 1 */
    public InvalidFile(Path file, int line, String reason) {
        super(file + ", line " + line + ": " + reason);
    }

    public InvalidFile(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
