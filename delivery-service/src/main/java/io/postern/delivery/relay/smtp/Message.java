package io.postern.delivery.relay.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.Envelope;
import io.postern.contract.Envelope.Ret;
import io.postern.contract.MailApproved;
import io.postern.delivery.mailbox.MailFile;
import io.postern.delivery.mailbox.MailFile.Content;
import org.jspecify.annotations.Nullable;

/**
 * A mail to be sent.
 *
 * @param sender the reverse-path without angle brackets; empty for the null sender
 * @param size bytes that the content has, exactly: one that has other than so many is not sent to its end
 * @param content writes all that is sent, the headers in front included. It may be called more than once
 * @param smtpUtf8 whether the sender declared SMTPUTF8 (RFC 6531)
 * @param eightBit whether the sender declared BODY=8BITMIME (RFC 6152)
 * @param ret how much of the mail a failure notice shall bring back (RFC 3461 section 4.3)
 * @param envelopeId ENVID (RFC 3461 section 4.4) as given
 */
public record Message(
        String sender,
        long size,
        Content content,
        boolean smtpUtf8,
        boolean eightBit,
        @Nullable Ret ret,
        @Nullable String envelopeId) {

    public Message(String sender, long size, Content content) {
        this(sender, size, content, false, false, null, null);
    }

    /**
     * The mail as it was approved, its headers in front. Who stores it adds the Return-Path (RFC 5321 section 4.4), so
     * there is none here.
     */
    public static Message of(MailApproved approved, Content content) {
        byte[] head = MailFile.fields(approved).getBytes(UTF_8);
        Envelope envelope = approved.mail().envelope();
        return new Message(
                envelope.sender(),
                head.length + approved.mail().size(),
                out -> {
                    out.write(head);
                    content.writeTo(out);
                },
                envelope.smtpUtf8(),
                envelope.eightBit(),
                envelope.ret(),
                envelope.envelopeId());
    }

    static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
