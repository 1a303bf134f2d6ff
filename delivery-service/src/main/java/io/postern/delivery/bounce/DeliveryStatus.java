package io.postern.delivery.bounce;

import static java.util.Locale.ROOT;

import io.postern.contract.Envelope.Recipient;
import io.postern.contract.MailReceived;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a notice says to a program: the fields of RFC 3464, with the addresses of RFC 6533 if it is to have them. */
final class DeliveryStatus {

    private final String host;
    private final boolean utf8;

    DeliveryStatus(String host, boolean utf8) {
        this.host = host;
        this.utf8 = utf8;
    }

    String text(MailReceived mail, List<Report> reports) {
        Fields fields = new Fields(utf8);
        String envelopeId = mail.envelope().envelopeId();
        if (envelopeId != null) {
            fields.add("Original-Envelope-Id", Xtext.decode(envelopeId));
        }
        fields.add("Reporting-MTA", "dns; " + host);
        if (mail.session().helo() != null) {
            fields.add(
                    "Received-From-MTA",
                    "dns; " + mail.session().helo() + " ([" + mail.session().clientIp() + "])");
        }
        fields.add("Arrival-Date", Fields.date(mail.receivedAt()));
        fields.add("X-Postern-Mail-Id", mail.mailId());
        reports.forEach(report -> add(fields.end(), report));
        return fields.toString();
    }

    private void add(Fields fields, Report report) {
        String original = original(report.recipient());
        if (original != null) {
            fields.add("Original-Recipient", original);
        }
        String address = report.recipient().address();
        fields.add("Final-Recipient", (Ascii.only(address) ? "rfc822; " : "utf-8; ") + address);
        fields.add("Action", report.action().word());
        fields.add("Status", report.status());
        if (report.remoteMta() != null) {
            fields.add("Remote-MTA", "dns; " + report.remoteMta());
        }
        if (report.diagnostic() != null) {
            Reply reply = report.reply();
            fields.add("Diagnostic-Code", (reply.code() == 0 ? "x-postern; " : "smtp; ") + reply);
        }
        fields.add("Last-Attempt-Date", Fields.date(report.lastAttempt()));
        if (report.action() == Action.DELAYED && report.retryUntil() != null) {
            fields.add("Will-Retry-Until", Fields.date(report.retryUntil()));
        }
    }

    /** As the sender first named the recipient, xtext undone (RFC 3464 section 2.3.1). */
    private @Nullable String original(Recipient recipient) {
        String given = recipient.originalRecipient();
        int semicolon = given == null ? -1 : given.indexOf(';');
        if (given == null || semicolon < 0) {
            return null;
        }
        String type = given.substring(0, semicolon).toLowerCase(ROOT);
        String address = Xtext.decode(given.substring(semicolon + 1));
        return type + "; " + (utf8 && type.equals("utf-8") ? Xtext.unembed(address) : address);
    }
}
