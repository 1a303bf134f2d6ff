package io.postern.contract;

import java.security.SecureRandom;
import java.time.Clock;

/** Makes ids in the form of a ULID: 26 characters of Crockford's base 32, in order of time, 80 random bits. */
public final class Ids {

    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int TIME_DIGITS = 10;
    private static final int RANDOM_DIGITS = 16;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public Ids(Clock clock) {
        this.clock = clock;
    }

    public String next() {
        char[] id = new char[TIME_DIGITS + RANDOM_DIGITS];
        long millis = clock.millis();
        for (int i = TIME_DIGITS - 1; i >= 0; i--) {
            id[i] = DIGITS[(int) (millis & 31)];
            millis >>>= 5;
        }
        byte[] bits = new byte[RANDOM_DIGITS];
        random.nextBytes(bits);
        for (int i = 0; i < RANDOM_DIGITS; i++) {
            id[TIME_DIGITS + i] = DIGITS[bits[i] & 31];
        }
        return new String(id);
    }
}
