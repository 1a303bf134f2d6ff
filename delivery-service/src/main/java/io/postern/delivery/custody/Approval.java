package io.postern.delivery.custody;

import io.postern.contract.InvalidRecord;
import io.postern.contract.Json;
import io.postern.contract.MailApproved;
import io.postern.contract.MailReceived;
import io.postern.contract.WireHeaders;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * An approved mail and the record it came in.
 *
 * @param approved what is owed
 * @param record the record, for its headers and for the dead letters
 */
record Approval(MailApproved approved, ConsumerRecord<String, byte[]> record) {

    /** An id becomes part of a file's name, so it is looked at. */
    private static final Pattern MAIL_ID = Pattern.compile("[0-9A-Za-z]{1,64}");

    /** @throws InvalidRecord if the record approves of nothing that could be delivered */
    static Approval of(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            throw new InvalidRecord("an approved record without value");
        }
        MailApproved approved = Json.read(record.value(), MailApproved.class);
        MailReceived mail = approved.mail();
        if (!MAIL_ID.matcher(mail.mailId()).matches()) {
            throw new InvalidRecord("not a mail id: " + mail.mailId());
        }
        if (mail.envelope().recipients().isEmpty()) {
            throw new InvalidRecord("mail " + mail.mailId() + " has no recipient");
        }
        return new Approval(approved, record);
    }

    MailReceived mail() {
        return approved.mail();
    }

    String mailId() {
        return approved.mail().mailId();
    }

    @Nullable
    String traceparent() {
        return WireHeaders.find(record.headers(), "traceparent");
    }
}
