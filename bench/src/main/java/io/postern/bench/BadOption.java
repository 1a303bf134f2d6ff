package io.postern.bench;

/** The command line makes no sense; the message is for the user. */
final class BadOption extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadOption(String message) {
        super(message);
    }

    BadOption(String message, Throwable cause) {
        super(message, cause);
    }
}
