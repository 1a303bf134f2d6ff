package io.postern.greylist;

/** A request asks for what cannot be selected. The message names what is wrong. */
final class BadSelection extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadSelection(String message) {
        super(message);
    }

    BadSelection(String message, Throwable cause) {
        super(message, cause);
    }
}
