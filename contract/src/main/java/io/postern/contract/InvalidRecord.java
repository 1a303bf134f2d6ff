package io.postern.contract;

/** A record that no reader of its topic can make sense of. It belongs in the dead letters. */
public final class InvalidRecord extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidRecord(String message) {
        super(message);
    }

    public InvalidRecord(String message, Throwable cause) {
        super(message, cause);
    }
}
