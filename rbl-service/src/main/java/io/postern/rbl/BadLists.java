package io.postern.rbl;

/** A file of lists that cannot be used. The message names the place and the fault, never a secret. */
final class BadLists extends Exception {

    private static final long serialVersionUID = 1L;

    BadLists(String message) {
        super(message);
    }
}
