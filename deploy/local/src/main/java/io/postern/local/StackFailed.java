package io.postern.local;

import java.util.regex.Pattern;

/** The stack, or a part of it, could not be started. The message is meant for the person who started it. */
public final class StackFailed extends RuntimeException {

    private static final int LAST_LINES = 12;

    /** The frames of a stack trace say little to who starts a stack, and push out the lines that do. */
    private static final Pattern FRAME = Pattern.compile("\\s+(at |\\.\\.\\. ).*");

    public StackFailed(String message) {
        super(message);
    }

    public StackFailed(String message, Throwable cause) {
        super(message, cause);
    }

    /** Names the part and its log, and shows where the log ends. */
    static StackFailed of(String part, String problem, LogFile log) {
        String end = String.join(
                "\n  ", log.last(LAST_LINES, FRAME.asMatchPredicate().negate()));
        return new StackFailed(
                part + " " + problem + "; the end of " + log.path() + ":\n  " + (end.isEmpty() ? "(empty)" : end));
    }
}
