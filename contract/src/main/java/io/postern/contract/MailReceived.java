package io.postern.contract;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A mail as the client handed it over, not yet decided upon: the manifest in the headers of a mail's last
 * {@link ContentChunk}.
 *
 * @param mailId the mail's id, also in the reply to the client
 * @param session the session it came by
 * @param envelope sender and recipients
 * @param chunks how many chunks the content has, at least 1
 * @param size bytes of the content, dot-stuffing removed
 * @param sha256 SHA-256 of the content, 64 lower-case hexadecimal digits
 * @param receivedAt when the end of data was read
 */
public record MailReceived(
        String mailId, Session session, Envelope envelope, int chunks, long size, String sha256, Instant receivedAt) {

    public MailReceived {
        requireNonNull(mailId, "mailId");
        requireNonNull(session, "session");
        requireNonNull(envelope, "envelope");
        requireNonNull(sha256, "sha256");
        requireNonNull(receivedAt, "receivedAt");
        if (chunks < 1) {
            throw new IllegalArgumentException("chunks must be at least 1: " + chunks);
        }
        if (size < 0) {
            throw new IllegalArgumentException("size must not be negative: " + size);
        }
    }
}
