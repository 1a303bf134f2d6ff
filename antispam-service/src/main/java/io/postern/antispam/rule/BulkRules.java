package io.postern.antispam.rule;

import io.postern.antispam.letter.Letter;
import java.util.List;
import java.util.Locale;

/** Marks of mass mail, and of mail between people, which are worth less than nothing as spam. */
final class BulkRules {

    static final List<Rule> ALL = List.of(
            Rule.when("bulk-precedence", "says it is bulk", letter -> {
                String precedence = letter.head().first("precedence").toLowerCase(Locale.ROOT);
                return precedence.equals("bulk") || precedence.equals("junk");
            }),
            Rule.listed("bulk-without-list", "talks of unsubscribing and has no field for it", BulkRules::unlisted),
            Rule.when("list", "sent on by a mailing list", Letter::listed),
            Rule.when("answer", "answers another mail", letter -> letter.answer() && replies(letter)),
            Rule.when(
                    "quotes",
                    "quotes what it answers",
                    letter -> letter.plainLines().stream().anyMatch(line -> line.startsWith(">"))),
            Rule.when("signed", "signed, in whatever way", BulkRules::signed),
            Rule.when(
                    "signature-mark",
                    "a signature behind its mark",
                    letter -> letter.plainLines().contains("-- ")),
            Rule.when("code", "changes to a program", BulkRules::patch),
            Rule.listed(
                    "mailer-personal",
                    "written by a program of people who write by hand",
                    (letter, lists) -> lists.within("personal-mailers", agent(letter))));

    private BulkRules() {}

    /** Fields alone are easily put there, and then by those who do not look at the subject. */
    private static boolean replies(Letter letter) {
        return letter.subject().matches("(?i).*\\b(re|aw|sv|antw|fwd?|r|rv|res|vs|odp|ynt)(\\[\\d+])?: ?.*")
                || letter.listed();
    }

    private static String agent(Letter letter) {
        return (letter.head().first("user-agent") + " " + letter.head().first("x-mailer")).toLowerCase(Locale.ROOT);
    }

    private static boolean unlisted(Letter letter, Lists lists) {
        return !letter.has("list-unsubscribe")
                && !letter.listed()
                && letter.words().stream().anyMatch(word -> lists.has("remove-words", word));
    }

    private static boolean signed(Letter letter) {
        return letter.head().first("content-type").toLowerCase(Locale.ROOT).startsWith("multipart/signed")
                || letter.plainLines().contains("-----BEGIN PGP SIGNATURE-----");
    }

    private static boolean patch(Letter letter) {
        return letter.plainLines().stream()
                .anyMatch(line -> line.startsWith("diff -") || line.startsWith("@@ ") || line.startsWith("--- a/"));
    }
}
