package io.postern.content;

import java.util.Set;

/**
 * An entry of a list, whatever it looks for.
 *
 * @param list the file's name
 * @param id as the operator calls it; its line if he does not
 * @param kind what it looks for
 * @param places where
 * @param wholeWords whether what it looks for does not count within a word
 * @param code of the reason if it is found
 * @param decides whether it is a finding; else its score is all there is to it
 * @param score if it is found
 */
record Entry(
        String list,
        String id,
        Kind kind,
        Set<Place> places,
        boolean wholeWords,
        String code,
        boolean decides,
        double score) {

    /** What an entry looks for. */
    enum Kind {
        PHRASE("phrase", "phrase of a list found", "content not accepted"),
        PATTERN("pattern", "pattern of a list found", "content not accepted"),
        ATTACHMENT("attachment", "attachment of a list found", "attachment of this kind not accepted"),
        AMBIGUITY("ambiguous", "programs may read it differently", "not written as mail should be"),
        FLAG("unreadable", "not all of it could be read", "not written as mail should be");

        private final String code;
        private final String text;
        private final String reply;

        Kind(String code, String text, String reply) {
            this.code = code;
            this.text = text;
            this.reply = reply;
        }

        /** Of the reason, if the entry does not say another. */
        String code() {
            return code;
        }

        /** For the operator. */
        String text() {
            return text;
        }

        /** For the client, behind "Message rejected:". */
        String reply() {
            return reply;
        }
    }

    Entry {
        places = Set.copyOf(places);
    }
}
