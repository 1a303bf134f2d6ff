package io.postern.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Salted hashes of passwords, from which a server can check a login by SCRAM-SHA-256 (RFC 5802 section 3, RFC 7677) and
 * by any mechanism that sends the password itself.
 */
final class ScramSha256 {

    /** RFC 7677 section 4 asks for this many. */
    private static final int ITERATIONS = 15_000;

    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;
    private static final String HMAC = "HmacSHA256";

    private ScramSha256() {}

    /** As {@link #hash(String, byte[], int)}, with a salt of its own. */
    static String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return hash(password, salt, ITERATIONS);
    }

    /**
     * As Dovecot writes its scheme of this name: {@code {SCRAM-SHA-256}iterations,salt,storedKey,serverKey}, the last
     * three in Base64.
     *
     * @param password of printable ASCII: what SASLprep (RFC 4013) would change is not changed here
     */
    static String hash(String password, byte[] salt, int iterations) {
        try {
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BITS))
                    .getEncoded();
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
            byte[] serverKey = hmac(salted, "Server Key");
            return "{SCRAM-SHA-256}"
                    + String.join(
                            ",", Integer.toString(iterations), base64(salt), base64(storedKey), base64(serverKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac.doFinal(text.getBytes(US_ASCII));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
