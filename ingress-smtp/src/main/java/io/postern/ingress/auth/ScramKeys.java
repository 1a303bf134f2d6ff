package io.postern.ingress.auth;

import static com.ongres.scram.common.ScramMechanism.SCRAM_SHA_256;

import com.ongres.scram.common.ScramFunctions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A password's keys of SCRAM-SHA-256 (RFC 5802 section 3). They serve PLAIN and LOGIN too. */
final class ScramKeys implements StoredPassword {

    /** Fewer are not allowed (RFC 7677 section 4). */
    private static final int MIN_ITERATIONS = 4096;

    private static final int MAX_ITERATIONS = 1_000_000;
    private static final int MAX_SALT = 64;
    private static final int KEY = 32;

    private final int iterations;
    private final byte[] salt;
    private final byte[] storedKey;
    private final byte[] serverKey;

    private ScramKeys(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        this.iterations = iterations;
        this.salt = salt;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /** The keys of a password, which is not empty. */
    static ScramKeys of(char[] password, int iterations, byte[] salt) {
        byte[] salted = salted(SaslPrep.prepare(password), iterations, salt);
        return new ScramKeys(
                iterations,
                salt.clone(),
                ScramFunctions.storedKey(SCRAM_SHA_256, ScramFunctions.clientKey(SCRAM_SHA_256, salted)),
                ScramFunctions.serverKey(SCRAM_SHA_256, salted));
    }

    private static byte[] salted(char[] password, int iterations, byte[] salt) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, 8 * KEY);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no PBKDF2 with HMAC-SHA-256", e);
        } finally {
            spec.clearPassword();
        }
    }

    /**
     * Reads {@code iterations,salt,storedKey,serverKey}, all but the first in base64.
     *
     * @throws IllegalArgumentException with the reason, which does not show the keys
     */
    static ScramKeys parse(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 4 || !parts[0].matches("\\d{1,9}")) {
            throw new IllegalArgumentException("not iterations,salt,storedKey,serverKey");
        }
        int iterations = Integer.parseInt(parts[0]);
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException(
                    "the iterations must be " + MIN_ITERATIONS + " to " + MAX_ITERATIONS + ": " + iterations);
        }
        return new ScramKeys(
                iterations,
                decoded(parts[1], 1, MAX_SALT, "the salt"),
                decoded(parts[2], KEY, KEY, "the stored key"),
                decoded(parts[3], KEY, KEY, "the server key"));
    }

    private static byte[] decoded(String base64, int least, int most, String what) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // Its text shows a character of the key.
            throw new IllegalArgumentException(what + " is not in base64");
        }
        if (bytes.length < least || bytes.length > most) {
            throw new IllegalArgumentException(what + " has a wrong length");
        }
        return bytes;
    }

    /** Keys like these that nobody has the password of. */
    ScramKeys fake(KeyedDigest secret, String name) {
        byte[] longest = Arrays.copyOf(secret.of("salt", name), MAX_SALT);
        System.arraycopy(secret.of("more salt", name), 0, longest, KEY, KEY);
        return new ScramKeys(
                iterations,
                Arrays.copyOf(longest, salt.length),
                secret.of("stored key", name),
                secret.of("server key", name));
    }

    @Override
    public boolean matches(char[] password) {
        return password.length > 0 && MessageDigest.isEqual(of(password, iterations, salt).storedKey, storedKey);
    }

    /** The server's first message. */
    String challenge(String nonce) {
        return "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(salt) + ",i=" + iterations;
    }

    /** Whether who signed these messages has the password. */
    boolean proves(byte[] proof, String messages) {
        return ScramFunctions.verifyClientProof(SCRAM_SHA_256, proof, storedKey, messages);
    }

    /** Our signature of the messages, by which the client knows that we have the keys. */
    byte[] signature(String messages) {
        return ScramFunctions.serverSignature(SCRAM_SHA_256, serverKey, messages);
    }

    /** As it is read: for the user file, and for nobody else's eyes. */
    String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return String.join(
                ",",
                Integer.toString(iterations),
                base64.encodeToString(salt),
                base64.encodeToString(storedKey),
                base64.encodeToString(serverKey));
    }
}
