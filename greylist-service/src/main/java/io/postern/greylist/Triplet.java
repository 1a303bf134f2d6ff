package io.postern.greylist;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.check.client.Network;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who brings whose mail to whom (RFC 6647 section 2.4), in the form in which it is remembered.
 *
 * @param network of the client, such as {@code 192.0.2.0/24}
 * @param origin what vouches for the client beyond its network, see {@link Origin}; {@code null} if nothing does
 * @param sender see {@link SenderKey}; empty for the null sender
 * @param recipient in lower case
 */
record Triplet(String network, @Nullable String origin, String sender, String recipient) {

    static Triplet of(InetAddress client, String sender, String recipient, GreylistSettings.Network prefix) {
        return new Triplet(
                new Network(client, prefix.of(client)).toString(),
                null,
                SenderKey.of(clean(sender)),
                clean(recipient).toLowerCase(Locale.ROOT));
    }

    /** What the database does not take as text is not told apart. */
    private static String clean(String address) {
        return new String(address.getBytes(UTF_8), UTF_8).replace('\0', '?');
    }

    /** The same, of a client that something vouches for. */
    Triplet from(@Nullable String other) {
        return new Triplet(network, other, sender, recipient);
    }

    /** The sender's domain, empty if he has none. */
    String domain() {
        return sender.substring(sender.lastIndexOf('@') + 1);
    }

    /** A digest of sender and recipient. */
    UUID pair() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((sender + '\0' + recipient).getBytes(UTF_8));
            ByteBuffer bytes = ByteBuffer.wrap(digest);
            return new UUID(bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** By which it is known in memory. */
    String key() {
        return pair() + "/" + network;
    }
}
