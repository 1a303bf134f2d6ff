package io.postern.antispam.rule;

import com.google.re2j.Pattern;
import io.postern.antispam.letter.Letter;

/**
 * A rule of the operator's own.
 *
 * @param name the reason's code
 * @param place what it is looked for in
 * @param pattern RE2, whose time is linear in the text
 * @param score what it is worth
 * @param text for the operator
 */
record OwnPattern(String name, Place place, Pattern pattern, double score, String text) {

    private static final int MOST_TEXT = 32 * 1024;

    /** What a pattern is looked for in. */
    enum Place {
        SUBJECT,
        FROM,
        BODY,
        HEADER,
        LINK
    }

    boolean in(Letter letter) {
        return switch (place) {
            case SUBJECT -> found(letter.subject());
            case FROM -> found(letter.head().first("from"));
            case BODY -> found(letter.prose());
            case HEADER -> letter.head().fields().stream().limit(200).anyMatch(f -> found(f.name() + ": " + f.value()));
            case LINK -> letter.links().stream().anyMatch(link -> found(link.target()));
        };
    }

    private boolean found(String text) {
        return pattern.matcher(text.substring(0, Math.min(MOST_TEXT, text.length())))
                .find();
    }
}
