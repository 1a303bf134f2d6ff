package io.postern.delivery.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.MailApproved;
import io.postern.contract.MailApproved.HeaderField;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A mail as it lies in one recipient's mailbox: the reverse-path (RFC 5321 section 4.4), the headers that were decided
 * upon, and then the content as it came, byte for byte.
 *
 * @param name of the file. It follows from mail and recipient alone, so whoever writes it again writes the same
 * @param head what stands in front of the content
 * @param content writes the content
 * @param size bytes of the content
 */
@SuppressWarnings("ArrayRecordComponent") // the head passes through, it is never compared
public record MailFile(String name, byte[] head, Content content, long size) {

    private static final int DIGEST_BYTES = 6;

    /** Writes the content of a mail, whose bytes lie elsewhere. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Bytes of the file. */
    long bytes() {
        return head.length + size;
    }

    public static MailFile of(MailApproved approved, String recipient, Content content) {
        byte[] head = head(approved);
        long size = approved.mail().size();
        return new MailFile(name(approved, recipient, head.length + size), head, content, size);
    }

    private static byte[] head(MailApproved approved) {
        String returnPath = "Return-Path: <" + approved.mail().envelope().sender() + ">\r\n";
        return (returnPath + fields(approved)).getBytes(UTF_8);
    }

    /** The headers that were decided upon, as they stand in front of a content. */
    public static String fields(MailApproved approved) {
        StringBuilder fields = new StringBuilder();
        for (HeaderField field : approved.headers()) {
            fields.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return fields.toString();
    }

    /**
     * Seconds, uniqueness, "host", as the format has it, and the size that Maildir++ quotas count. The host is a fixed
     * word: with that of the machine, two instances would give one mail two names.
     */
    private static String name(MailApproved approved, String recipient, long size) {
        return "%d.%s_%s.postern,S=%d"
                .formatted(
                        approved.mail().receivedAt().getEpochSecond(),
                        approved.mail().mailId(),
                        digest(recipient),
                        size);
    }

    private static String digest(String recipient) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(recipient.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
