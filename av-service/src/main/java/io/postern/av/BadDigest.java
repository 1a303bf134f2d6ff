package io.postern.av;

/** A line of the list of digests that is none. The message has its number and the reason. */
final class BadDigest extends Exception {

    private static final long serialVersionUID = 1L;

    BadDigest(int line, String reason) {
        super(line + ": " + reason);
    }
}
