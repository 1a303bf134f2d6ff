package io.postern.delivery.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.MailApproved;
import io.postern.contract.Verdict;
import io.postern.delivery.bounce.HeaderSection;
import io.postern.delivery.queue.Mail;
import java.time.Instant;
import java.util.List;

/**
 * A mail from the inside, for people: all of it text.
 *
 * @param headers as they stand in the mail, line by line; 64 KiB at most
 * @param parts of which it is made
 * @param truncated whether there is more of it than is shown
 */
public record Inside(
        String id,
        String sender,
        Instant receivedAt,
        long size,
        List<Verdict> verdicts,
        Page<RecipientStory> recipients,
        List<String> headers,
        List<Part> parts,
        boolean truncated) {

    /** So much of a mail is looked at. Several operators at once must fit into a small heap. */
    static final int MOST = 1024 * 1024;

    /**
     * A part that is no multipart.
     *
     * @param type its media type
     * @param name of the file, if it is one; else empty
     * @param text what a reader would see of it; empty if it is no text
     */
    public record Part(String type, String name, String text) {}

    static Inside of(Mail mail, byte[] beginning, Page<RecipientStory> recipients) {
        MailApproved approved = mail.approval();
        PartReader reader = new PartReader();
        List<Part> parts = reader.read(beginning);
        return new Inside(
                mail.id,
                mail.sender,
                mail.receivedAt,
                mail.size,
                approved.verdicts(),
                recipients,
                HeaderSection.of(beginning).lines().stream()
                        .map(line -> new String(line.getBytes(ISO_8859_1), UTF_8))
                        .toList(),
                parts,
                reader.truncated() || beginning.length < mail.size);
    }
}
