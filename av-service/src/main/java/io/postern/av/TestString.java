package io.postern.av;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Looks for the test string that anti-virus programs agree on (EICAR), in bytes that come one after the other. */
final class TestString {

    static final String NAME = "Eicar-Test-Signature";

    /** In two halves that the compiler does not join, lest this very class is taken for a virus. */
    private static final byte[] STRING = String.join(
                    "", "X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
            .getBytes(US_ASCII);

    private int matched;
    private boolean found;

    boolean found() {
        return found;
    }

    void take(byte[] bytes, int length) {
        for (int i = 0; i < length && !found; i++) {
            take(bytes[i]);
        }
    }

    /** Its first character occurs in it but once: after a mismatch there is no other place to go on from. */
    private void take(byte octet) {
        if (octet == STRING[matched]) {
            matched++;
        } else {
            matched = octet == STRING[0] ? 1 : 0;
        }
        if (matched == STRING.length) {
            found = true;
            matched = 0;
        }
    }
}
