package io.postern.delivery.bounce;

/** Makes of what a stranger said one line that shows all there is to it. */
final class OneLine {

    private OneLine() {}

    /** Controls and line ends become a space; what could turn the text around, or hide in it, is left out. */
    static String of(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ")
                .replaceAll("[\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]", "")
                .strip();
    }
}
