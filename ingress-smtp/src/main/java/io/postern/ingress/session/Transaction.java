package io.postern.ingress.session;

import io.postern.contract.Envelope;
import java.util.ArrayList;
import java.util.List;

/** A mail transaction: from MAIL to the end of data, or RSET. */
public final class Transaction {

    private final String mailId;
    private final MailCommand mail;
    private final List<Envelope.Recipient> recipients = new ArrayList<>();
    private int offered;
    private int accepted;

    Transaction(String mailId, MailCommand mail) {
        this.mailId = mailId;
        this.mail = mail;
    }

    /** The id the mail has from here on, in every reply, log and record. */
    public String mailId() {
        return mailId;
    }

    public String sender() {
        return mail.sender();
    }

    /** The envelope as far as it is known. */
    public Envelope envelope() {
        return new Envelope(mail.sender(), recipients, mail.eightBit(), mail.smtpUtf8(), mail.ret(), mail.envelopeId());
    }

    /** How many recipients have been offered so far, refused ones too. */
    public int offered() {
        return offered;
    }

    boolean smtpUtf8() {
        return mail.smtpUtf8();
    }

    /** The declared size in bytes, 0 if none. */
    long declaredSize() {
        return mail.size();
    }

    void offer() {
        offered++;
    }

    /** Adds the recipient; one named twice is one, but counts as two against the limit. */
    void add(Envelope.Recipient recipient) {
        accepted++;
        if (recipients.stream().noneMatch(known -> known.address().equals(recipient.address()))) {
            recipients.add(recipient);
        }
    }

    int accepted() {
        return accepted;
    }
}
