package io.postern.ingress.auth;

import java.util.Locale;

/** What is kept of a user's password. It tells whether a password is his, and does not tell the password. */
sealed interface StoredPassword permits ScramKeys, CryptHash {

    /** Whether this is the password. Takes its time: milliseconds to seconds of a core. */
    boolean matches(char[] password);

    /**
     * Reads {@code {SCHEME}hash} as Dovecot writes it, or a crypt hash without a scheme.
     *
     * @throws IllegalArgumentException with the reason, which does not show the hash
     */
    static StoredPassword parse(String text) {
        if (!text.startsWith("{")) {
            return CryptHash.parse(text, "");
        }
        int end = text.indexOf('}');
        if (end < 0) {
            throw new IllegalArgumentException("a scheme without its closing brace");
        }
        String scheme = text.substring(1, end).toUpperCase(Locale.ROOT);
        String hash = text.substring(end + 1);
        return switch (scheme) {
            case ScramMechanism.NAME -> ScramKeys.parse(hash);
            case "CRYPT" -> CryptHash.parse(hash, "");
            case "BLF-CRYPT" -> CryptHash.parse(hash, "$2");
            case "SHA256-CRYPT" -> CryptHash.parse(hash, "$5$");
            case "SHA512-CRYPT" -> CryptHash.parse(hash, "$6$");
            case "PLAIN", "CLEAR", "CLEARTEXT" ->
                throw new IllegalArgumentException("a password in clear is not taken");
            default -> throw new IllegalArgumentException("not a scheme that is known");
        };
    }
}
