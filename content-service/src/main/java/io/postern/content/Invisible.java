package io.postern.content;

/** Characters that take no room, or show nothing in the room they take. */
final class Invisible {

    private static final int COMBINING_GRAPHEME_JOINER = 0x034f;
    private static final int HANGUL_CHOSEONG_FILLER = 0x115f;
    private static final int HANGUL_JUNGSEONG_FILLER = 0x1160;
    private static final int HANGUL_FILLER = 0x3164;
    private static final int FIRST_VARIATION_SELECTOR = 0xfe00;
    private static final int LAST_VARIATION_SELECTOR = 0xfe0f;

    private Invisible() {}

    static boolean is(int c) {
        return Character.getType(c) == Character.FORMAT
                || c == COMBINING_GRAPHEME_JOINER
                || c == HANGUL_CHOSEONG_FILLER
                || c == HANGUL_JUNGSEONG_FILLER
                || c == HANGUL_FILLER
                || (c >= FIRST_VARIATION_SELECTOR && c <= LAST_VARIATION_SELECTOR);
    }
}
