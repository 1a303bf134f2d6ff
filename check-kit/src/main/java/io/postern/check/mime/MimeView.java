package io.postern.check.mime;

import io.postern.check.part.Ambiguity;
import io.postern.check.part.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Set;

/**
 * What is in a mail, as its readers see it.
 *
 * @param messages the mail itself, and after it those attached to it, in their order; never empty
 * @param texts the text parts in their order, those of attached messages included
 * @param attachments all parts that are not only texts to read
 * @param ambiguities in what ways it is written so that programs may read it differently
 * @param flags what was wrong or left out
 */
public record MimeView(
        List<Message> messages,
        List<Text> texts,
        List<Attachment> attachments,
        Set<Ambiguity> ambiguities,
        Set<Flag> flags) {

    /** What was wrong with a mail, or left out of its view. */
    public enum Flag {
        /** The structure breaks off or contradicts itself; what could be read until there is in the view. */
        BROKEN,
        /** Entities deeper or more than the limits allow were left out. */
        TOO_MANY_PARTS,
        /** Text or names beyond the limits were left out. */
        TRUNCATED,
        /** The reading took too long, and ended early. */
        TOO_SLOW,
        /** A character set is unknown or not what it says: the text was guessed. */
        CHARSET
    }

    public MimeView {
        messages = List.copyOf(messages);
        texts = List.copyOf(texts);
        attachments = List.copyOf(attachments);
        ambiguities = Set.copyOf(ambiguities);
        flags = Set.copyOf(flags);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a mail is a message");
        }
    }

    /** The mail's own header. */
    public Message message() {
        return messages.getFirst();
    }

    /** The mail's own subject, decoded and unfolded; empty if there is none. */
    public String subject() {
        return message().subject();
    }

    /** Whether two programs may read it differently. */
    public boolean ambiguous() {
        return !ambiguities.isEmpty();
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
        try (Blob mail = Blob.of(content)) {
            return new MailReading(mail, limits).read();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the reading of the mail was interrupted");
        }
    }
}
