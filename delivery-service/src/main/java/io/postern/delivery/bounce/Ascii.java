package io.postern.delivery.bounce;

/** Whether text and octets stay within ASCII. */
final class Ascii {

    private Ascii() {}

    static boolean only(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    static boolean only(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }
}
