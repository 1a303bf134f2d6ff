package io.postern.check.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/**
 * The readable side of a mail.
 *
 * @param subject decoded and unfolded; empty if there is none
 * @param texts the text parts in their order, those of attached messages included
 * @param flags what was wrong or left out
 */
public record MimeView(String subject, List<Text> texts, Set<Flag> flags) {

    /**
     * One text part.
     *
     * @param path where it lies: {@code 1.2} is the second part of the first
     * @param type its media type in lower case: {@code text/plain}
     * @param text decoded; of HTML what a browser would show
     */
    public record Text(String path, String type, String text) {}

    /** What was wrong with a mail, or left out of its view. */
    public enum Flag {
        /** The structure breaks off or contradicts itself; what could be read until there is in the view. */
        BROKEN,
        /** Entities deeper or more than the limits allow were left out. */
        TOO_MANY_PARTS,
        /** Text beyond the limit was left out. */
        TRUNCATED,
        /** A character set is unknown or not what it says: the text was guessed. */
        CHARSET
    }

    public MimeView {
        texts = List.copyOf(texts);
        flags = Set.copyOf(flags);
    }

    /**
     * Reads what can be read. A broken mail is no error.
     *
     * @throws IOException only if {@code content} itself throws it
     */
    public static MimeView read(InputStream content) throws IOException {
        return read(content, MimeLimits.DEFAULT);
    }

    static MimeView read(InputStream content, MimeLimits limits) throws IOException {
        return new MimeReader(limits).read(content);
    }
}
