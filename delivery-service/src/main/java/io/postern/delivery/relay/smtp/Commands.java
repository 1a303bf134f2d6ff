package io.postern.delivery.relay.smtp;

import static io.postern.delivery.relay.smtp.Extensions.DSN;
import static io.postern.delivery.relay.smtp.Extensions.EIGHT_BIT_MIME;
import static io.postern.delivery.relay.smtp.Extensions.SIZE;
import static io.postern.delivery.relay.smtp.Extensions.SMTP_UTF8;
import static java.util.stream.Collectors.joining;

import io.postern.contract.Envelope.Notify;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The envelope of a mail in what a server understands of it, or why it cannot be said to that server. */
final class Commands {

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
    private static final Pattern ENDS_PATH = Pattern.compile("[<>\\s\"]");
    private static final Pattern PARAMETER = Pattern.compile("[\\x21-\\x7e]{1,500}");

    private final Extensions offers;
    private final Message message;
    private final Inspection inspection;

    Commands(Extensions offers, Message message, Inspection inspection) {
        this.offers = offers;
        this.message = message;
        this.inspection = inspection;
    }

    /** Why the mail cannot go to this server at all; {@code null} if it can. */
    @Nullable
    Reply objection() throws IOException {
        if (!sayable(message.sender())) {
            return new Reply(553, "5.1.7", "the sender's address is malformed");
        }
        long limit = offers.sizeLimit();
        if (limit > 0 && message.size() > limit) {
            return new Reply(
                    552, "5.3.4", "the mail has " + message.size() + " bytes, the host takes no more than " + limit);
        }
        if (!offers.has(SMTP_UTF8) && !Message.ascii(message.sender())) {
            return new Reply(550, "5.6.7", "the sender's address needs SMTPUTF8, which the host does not offer");
        }
        if (!offers.has(SMTP_UTF8) && message.smtpUtf8() && inspection.eightBitHeader()) {
            return new Reply(550, "5.6.9", "the mail's header needs SMTPUTF8, which the host does not offer");
        }
        if (!offers.has(EIGHT_BIT_MIME) && inspection.eightBit()) {
            return new Reply(554, "5.6.3", "the mail needs 8BITMIME, which the host does not offer");
        }
        return null;
    }

    /** Why it cannot go to this one; {@code null} if it can. */
    @Nullable
    Reply objection(Receiver receiver) {
        if (receiver.address().isEmpty() || !sayable(receiver.address())) {
            return new Reply(553, "5.1.3", "the recipient's address is malformed");
        }
        return receiver.international() && !offers.has(SMTP_UTF8)
                ? new Reply(550, "5.6.7", "the address needs SMTPUTF8, which the host does not offer")
                : null;
    }

    /** Whether it stays one path, whatever is in it: nothing may end it but we. */
    private static boolean sayable(String address) {
        return !CONTROL.matcher(address).find()
                && !ENDS_PATH.matcher(QUOTED.matcher(address).replaceAll("q")).find();
    }

    String mail(List<Receiver> receivers) throws IOException {
        StringBuilder mail = new StringBuilder("MAIL FROM:<" + message.sender() + ">");
        if (offers.has(SIZE)) {
            mail.append(" SIZE=").append(message.size());
        }
        if (offers.has(EIGHT_BIT_MIME) && (message.eightBit() || inspection.eightBit())) {
            mail.append(" BODY=8BITMIME");
        }
        if (offers.has(SMTP_UTF8) && international(receivers)) {
            mail.append(" SMTPUTF8");
        }
        if (offers.has(DSN) && message.ret() != null) {
            mail.append(" RET=").append(message.ret());
        }
        if (offers.has(DSN) && said(message.envelopeId())) {
            mail.append(" ENVID=").append(message.envelopeId());
        }
        return mail.toString();
    }

    private boolean international(List<Receiver> receivers) {
        return message.smtpUtf8()
                || !Message.ascii(message.sender())
                || receivers.stream().anyMatch(Receiver::international);
    }

    String rcpt(Receiver receiver) {
        StringBuilder rcpt = new StringBuilder("RCPT TO:<" + receiver.address() + ">");
        if (offers.has(DSN) && !receiver.notifyOn().isEmpty()) {
            String when =
                    receiver.notifyOn().stream().sorted().map(Notify::name).collect(joining(","));
            rcpt.append(" NOTIFY=").append(when);
        }
        if (offers.has(DSN) && said(receiver.originalRecipient())) {
            rcpt.append(" ORCPT=").append(receiver.originalRecipient());
        }
        return rcpt.toString();
    }

    private static boolean said(@Nullable String parameter) {
        return parameter != null && PARAMETER.matcher(parameter).matches();
    }
}
