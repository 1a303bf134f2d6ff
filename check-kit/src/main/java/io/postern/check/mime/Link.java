package io.postern.check.mime;

/**
 * An address in a text.
 *
 * @param kind what follows it
 * @param target the address, entities decoded, without white space at the ends; not parsed: it may be no URL at all
 * @param shown the text that stands for it; of an image its alternative text, in plain text the address itself
 */
public record Link(Kind kind, String target, String shown) {

    /** How an address is followed. */
    public enum Kind {
        /** A reader clicks on it: {@code a}, {@code area}. */
        ANCHOR,
        /** A mail program may fetch it to show it: {@code img}, {@code background}. */
        IMAGE,
        /** What the reader enters is sent there: {@code form}, {@code formaction}. */
        FORM,
        /** Other pages and programs: {@code link}, {@code iframe}, {@code script}, {@code base}, a refresh. */
        OTHER,
        /** It stands in a text, and many programs make a link of it. */
        PLAIN
    }
}
