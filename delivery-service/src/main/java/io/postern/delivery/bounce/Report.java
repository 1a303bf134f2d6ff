package io.postern.delivery.bounce;

import static java.util.Objects.requireNonNull;

import io.postern.contract.Envelope.Recipient;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a notice tells of one recipient.
 *
 * @param recipient as in the envelope of the mail
 * @param action what became of the mail
 * @param status its status code (RFC 3463); of a reply without one, the class is enough: {@code 5.0.0}
 * @param diagnostic the peer's reply as it came, code first, lines parted by line breaks; or, where no peer said
 *     anything, what we say ourselves
 * @param remoteMta the host that said it; {@code null}: we did
 * @param lastAttempt when
 * @param retryUntil how long we go on trying; {@code null} if we do not
 */
public record Report(
        Recipient recipient,
        Action action,
        String status,
        @Nullable String diagnostic,
        @Nullable String remoteMta,
        Instant lastAttempt,
        @Nullable Instant retryUntil) {

    public Report {
        requireNonNull(recipient, "recipient");
        requireNonNull(action, "action");
        requireNonNull(lastAttempt, "lastAttempt");
        if (!status.matches("[245]\\.\\d{1,3}\\.\\d{1,3}")) {
            throw new IllegalArgumentException("not a status code: " + status);
        }
    }

    /** What was said; without a word if nothing was. */
    Reply reply() {
        return Reply.parse(diagnostic == null ? "" : diagnostic);
    }

    /** Whether nobody refused the mail for good, and we have given up on it all the same. */
    boolean gaveUp() {
        return action == Action.FAILED && (reply().code() == 0 ? status.startsWith("4") : reply().code() < 500);
    }
}
