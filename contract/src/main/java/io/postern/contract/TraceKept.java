package io.postern.contract;

/**
 * Something went wrong in a trace that was not chosen, or was put off: whoever holds a part of it shall keep that too.
 *
 * @param traceId as in W3C Trace Context, 32 digits, lower case
 */
public record TraceKept(String traceId) {

    private static final String FORM = "[0-9a-f]{32}";

    public TraceKept {
        if (!traceId.matches(FORM)) {
            throw new IllegalArgumentException("not the id of a trace");
        }
    }
}
