package io.postern.check.file;

/** A file of the operator says what makes no sense. The message names the place and what is wrong there. */
public final class BadFile extends Exception {

    private static final long serialVersionUID = 1L;

    public BadFile(String message) {
        super(message);
    }
}
