package io.postern.delivery;

/**
 * What is at the bottom of a failure. Of a chain of causes the log gets the last: the ones above repeat it, and those
 * of the database quote whole statements with the values in them, which are mail.
 */
public final class RootCause {

    private RootCause() {}

    public static Throwable of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
