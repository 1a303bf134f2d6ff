package io.postern.local.dns;

import java.nio.file.Path;

/** A zone that cannot be served. The message names file and reason, and the line if it is known. */
public final class BadZone extends Exception {

    private static final long serialVersionUID = 1L;

    BadZone(Path file, String reason) {
        super(file + ": " + reason);
    }

    /** What the parser says begins with the file's name and the line, if there is one. */
    BadZone(Path file, Exception cause) {
        super(message(file, String.valueOf(cause.getMessage())), cause);
    }

    private static String message(Path file, String reason) {
        String name = String.valueOf(file.getFileName());
        return file + (reason.startsWith(name + ":") ? reason.substring(name.length()) : ": " + reason);
    }
}
