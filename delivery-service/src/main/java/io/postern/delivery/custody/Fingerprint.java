package io.postern.delivery.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.MailReceived;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a mail to one recipient is recognised by when a client that did not see our reply sends it again: SHA-256 over
 * sender, recipient and content. One for each recipient, because a resend may name only some of them.
 */
final class Fingerprint {

    /** Occurs in no address, so no two triples run together to the same bytes. */
    private static final byte SEPARATOR = 0;

    private Fingerprint() {}

    /** 64 hexadecimal digits. */
    static String of(MailReceived mail, String recipient) {
        MessageDigest digest = sha256();
        digest.update(mail.envelope().sender().getBytes(UTF_8));
        digest.update(SEPARATOR);
        digest.update(recipient.getBytes(UTF_8));
        digest.update(SEPARATOR);
        digest.update(mail.sha256().getBytes(UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
