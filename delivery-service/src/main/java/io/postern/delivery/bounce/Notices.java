package io.postern.delivery.bounce;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.Envelope;
import io.postern.contract.MailReceived;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes delivery status notifications (RFC 3464, in a report by RFC 6522). What it holds of a mail is bounded: the
 * header section, or a whole mail up to a set size.
 */
public final class Notices {

    private static final Pattern MESSAGE_ID = Pattern.compile("<[!-;=?-~]{1,250}>");

    private final String host;
    private final String postmaster;
    private final Plain plain;
    private final Returned returned;

    /**
     * @param host the name by which our mail system reports
     * @param postmaster the address of a human at it (RFC 3464 section 2)
     * @param most bytes of a mail that may be brought back whole
     */
    public Notices(String host, String postmaster, int most, Causes causes) {
        this.host = host;
        this.postmaster = postmaster;
        this.plain = new Plain(causes, host, postmaster);
        this.returned = new Returned(most);
    }

    /**
     * Writes one notice. Whether the mail may be answered, and which recipients the sender wants to hear of, has been
     * settled before: {@link Answerable}, {@link Action#wantedFor}.
     *
     * @param id of the notice, in the form of a mail id
     * @param at the date of the notice
     * @param reports at least one
     * @throws IOException if the content of the mail cannot be read
     * @throws IllegalArgumentException if the mail has the null sender, or there is nothing to report
     */
    public Bounce write(String id, Instant at, Original original, List<Report> reports) throws IOException {
        MailReceived mail = original.mail();
        if (mail.envelope().sender().isEmpty() || reports.isEmpty()) {
            throw new IllegalArgumentException("nobody to tell, or nothing to tell: " + mail.mailId());
        }
        boolean utf8 = international(mail.envelope(), reports);
        String kind = utf8 ? "message/global-delivery-status" : "message/delivery-status";
        String status = new DeliveryStatus(host, utf8).text(mail, reports);
        List<Part> parts = List.of(
                Part.text(plain.text(original, reports), utf8),
                Part.asIs(kind, "Delivery report", status.getBytes(UTF_8)),
                returned.part(original, reports, utf8));
        boolean eightBit = parts.stream().anyMatch(Part::eightBit);
        String boundary = "=_" + id;
        Fields header = header(id, at, original, reports, utf8)
                .add(
                        "Content-Type",
                        "multipart/report; report-type=" + (utf8 ? "global-delivery-status" : "delivery-status")
                                + "; boundary=\"" + boundary + "\"")
                .add("Content-Transfer-Encoding", eightBit ? "8bit" : "7bit")
                .end();
        List<Envelope.Recipient> to =
                List.of(new Envelope.Recipient(mail.envelope().sender()));
        // Only an address in the header needs SMTPUTF8 on the way; for the parts 8BITMIME will do.
        boolean smtpUtf8 = !Ascii.only(mail.envelope().sender());
        return new Bounce(new Envelope("", to, eightBit, smtpUtf8), assemble(header, parts, boundary));
    }

    private static boolean international(Envelope envelope, List<Report> reports) {
        return envelope.smtpUtf8()
                || !Ascii.only(envelope.sender())
                || reports.stream()
                        .anyMatch(report -> !Ascii.only(report.recipient().address()));
    }

    private Fields header(String id, Instant at, Original original, List<Report> reports, boolean utf8) {
        Fields header = new Fields(utf8)
                .add("From", "Mail Delivery System <" + postmaster + ">")
                .add("To", "<" + original.mail().envelope().sender() + ">")
                .add("Subject", Plain.subject(reports))
                .add("Date", Fields.date(at))
                .add("Message-ID", "<" + id + "@" + host + ">")
                .add("Auto-Submitted", "auto-replied");
        messageId(original.header())
                .ifPresent(answered -> header.add("In-Reply-To", answered).add("References", answered));
        return header.add("MIME-Version", "1.0");
    }

    private static Optional<String> messageId(HeaderSection header) {
        return header.values("Message-ID").stream()
                .filter(value -> MESSAGE_ID.matcher(value).matches())
                .findFirst();
    }

    private static byte[] assemble(Fields header, List<Part> parts, String boundary) {
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        mail.writeBytes(header.toString().getBytes(UTF_8));
        for (Part part : parts) {
            mail.writeBytes(("\r\n--" + boundary + "\r\n").getBytes(US_ASCII));
            part.writeTo(mail);
        }
        mail.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(US_ASCII));
        return mail.toByteArray();
    }
}
