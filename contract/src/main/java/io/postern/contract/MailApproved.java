package io.postern.contract;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.List;

/**
 * A mail that Postern has promised to deliver. The promise is the SMTP reply 250, sent after this record and the
 * content it points to are acknowledged.
 *
 * @param mail what was received
 * @param content where the bytes lie
 * @param disposition whether it goes to its recipients or into quarantine
 * @param verdicts of the checks that counted
 * @param unchecked the checks that should have answered and did not
 * @param headers to put in front of the content, top first: Received and results, without line ends
 */
public record MailApproved(
        MailReceived mail,
        Location content,
        Disposition disposition,
        List<Verdict> verdicts,
        List<String> unchecked,
        List<HeaderField> headers) {

    /** What delivery shall do. */
    public enum Disposition {
        DELIVER,
        QUARANTINE
    }

    /**
     * Where a mail's chunks lie in {@link Topics#CONTENT}: all of them at or between two offsets, other mails' between.
     */
    public record Location(int partition, long firstOffset, long lastOffset) {
        public Location {
            if (partition < 0 || firstOffset < 0 || lastOffset < firstOffset) {
                throw new IllegalArgumentException(
                        "no such place: partition " + partition + ", offsets " + firstOffset + " to " + lastOffset);
            }
        }
    }

    /** A header field (RFC 5322 section 2.2); the value is unfolded or folded by CRLF and a space or tab. */
    public record HeaderField(String name, String value) {
        public HeaderField {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
        }
    }

    public MailApproved {
        requireNonNull(mail, "mail");
        requireNonNull(content, "content");
        requireNonNull(disposition, "disposition");
        verdicts = List.copyOf(requireNonNullElse(verdicts, List.of()));
        unchecked = List.copyOf(requireNonNullElse(unchecked, List.of()));
        headers = List.copyOf(requireNonNullElse(headers, List.of()));
    }
}
