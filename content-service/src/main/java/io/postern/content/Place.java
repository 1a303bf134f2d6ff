package io.postern.content;

import java.util.Locale;

/** Where in a mail an entry of a list looks. */
enum Place {
    /** The subject of the mail, and of messages attached to it. */
    SUBJECT,
    /** What a reader sees of its texts. */
    BODY,
    /** What stands in an HTML text and nobody sees. */
    HIDDEN,
    /** Addresses that its texts lead to. */
    LINKS,
    /** All fields of its header, and of the headers of messages attached to it: {@code name: value}. */
    HEADERS,
    /** What its attachments may be called. */
    ATTACHMENTS,
    /** What the files in its archives are called. */
    ARCHIVES,
    /** The mail as a whole. */
    MAIL;

    /** As lists and reasons have it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
