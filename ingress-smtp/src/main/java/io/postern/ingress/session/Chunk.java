package io.postern.ingress.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bytes of one BDAT command (RFC 3030 section 2). They have to be read even if they are of no use. */
final class Chunk {

    private static final Pattern ARGUMENT = Pattern.compile("(\\d{1,18})(?: +(LAST))?", Pattern.CASE_INSENSITIVE);

    private final long size;
    private final boolean last;
    private long left;
    private @Nullable Reply problem;

    private Chunk(long size, boolean last) {
        this.size = size;
        this.left = size;
        this.last = last;
    }

    /** {@code null} if it is not well formed. */
    static @Nullable Chunk parse(String argument) {
        Matcher form = ARGUMENT.matcher(argument);
        return form.matches() ? new Chunk(Long.parseLong(form.group(1)), form.group(2) != null) : null;
    }

    long size() {
        return size;
    }

    boolean last() {
        return last;
    }

    long left() {
        return left;
    }

    void took(int bytes) {
        left -= bytes;
    }

    /** Why it is of no use, {@code null} if it is. */
    @Nullable
    Reply problem() {
        return problem;
    }

    void useless(Reply problem) {
        this.problem = problem;
    }
}
