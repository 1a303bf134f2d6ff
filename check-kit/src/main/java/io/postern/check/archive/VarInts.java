package io.postern.check.archive;

/** Numbers of seven bits an octet, the lowest first; the eighth bit says that more follow. */
final class VarInts {

    private static final int MOST_OCTETS = 9;

    private final byte[] bytes;
    private int at;
    private boolean over;

    VarInts(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    byte[] bytes() {
        return bytes;
    }

    int at() {
        return at;
    }

    /** Whether more was asked for than there is. */
    boolean over() {
        return over;
    }

    /** The next one, 0 or more; 0 if there is none. */
    long next() {
        long value = 0;
        for (int i = 0; i < MOST_OCTETS; i++) {
            if (at < 0 || at >= bytes.length) {
                over = true;
                return 0;
            }
            int octet = bytes[at++];
            value |= (octet & 0x7fL) << (7 * i);
            if (octet >= 0) {
                return value;
            }
        }
        over = true;
        return 0;
    }

    void skip(int octets) {
        at += octets;
        over |= octets < 0;
    }
}
