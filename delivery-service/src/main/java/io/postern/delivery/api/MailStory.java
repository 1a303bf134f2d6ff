package io.postern.delivery.api;

import io.postern.contract.Envelope;
import io.postern.contract.Envelope.Ret;
import io.postern.contract.MailApproved;
import io.postern.contract.MailApproved.Disposition;
import io.postern.contract.MailApproved.HeaderField;
import io.postern.contract.Session;
import io.postern.contract.Verdict;
import io.postern.delivery.queue.Mail;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a mail.
 *
 * @param takenAt when it came into our custody
 * @param session the session it came by
 * @param verdicts of the checks that counted
 * @param unchecked the checks that should have answered and did not
 * @param headers what was put in front of the mail
 * @param recipients the first of them
 * @param attempts the first of them
 */
public record MailStory(
        String id,
        Instant receivedAt,
        Instant takenAt,
        long size,
        Session session,
        Sent envelope,
        Disposition disposition,
        List<Verdict> verdicts,
        List<String> unchecked,
        List<HeaderField> headers,
        Page<RecipientStory> recipients,
        Page<AttemptMade> attempts) {

    /**
     * The envelope without its recipients.
     *
     * @param envelopeId in xtext, as given
     */
    public record Sent(
            String sender,
            boolean eightBit,
            boolean smtpUtf8,
            @Nullable Ret ret,
            @Nullable String envelopeId) {

        static Sent of(Envelope envelope) {
            return new Sent(
                    envelope.sender(), envelope.eightBit(), envelope.smtpUtf8(), envelope.ret(), envelope.envelopeId());
        }
    }

    static MailStory of(Mail mail, Page<RecipientStory> recipients, Page<AttemptMade> attempts) {
        MailApproved approved = mail.approval();
        return new MailStory(
                mail.id,
                mail.receivedAt,
                mail.takenAt,
                mail.size,
                approved.mail().session(),
                Sent.of(approved.mail().envelope()),
                approved.disposition(),
                approved.verdicts(),
                approved.unchecked(),
                approved.headers(),
                recipients,
                attempts);
    }
}
