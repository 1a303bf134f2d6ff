package io.postern.antispam.rule;

import io.postern.antispam.letter.Letter;
import io.postern.antispam.letter.Mailbox;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Mail to whoever is on a list of addresses. */
final class RecipientRules {

    private static final int SOME = 5;
    private static final int ALIKE = 2;

    static final List<Rule> ALL = List.of(
            new Rule(
                    "to-many",
                    "many recipients",
                    (letter, lists) -> Rule.rising(letter.to().size(), 10, 50)),
            new Rule("to-alike", "recipients out of an alphabet", (letter, lists) -> alike(letter.to())),
            Rule.when(
                    "to-undisclosed",
                    "recipients that are not told",
                    letter -> letter.head().first("to").toLowerCase(Locale.ROOT).contains("undisclosed")),
            Rule.when(
                    "to-name-is-address",
                    "the recipient is named by his address",
                    letter -> letter.to().stream()
                            .anyMatch(to -> to.valid() && to.name().equalsIgnoreCase(to.address()))),
            Rule.when("to-not-recipient", "for others than it says", RecipientRules::blind));

    private RecipientRules() {}

    /** The share of recipients whose neighbour in the list begins as they do. */
    private static double alike(List<Mailbox> to) {
        if (to.size() < SOME) {
            return 0;
        }
        int alike = 0;
        for (int i = 1; i < to.size(); i++) {
            alike += start(to.get(i)).equals(start(to.get(i - 1))) ? 1 : 0;
        }
        return Rule.rising((double) alike / (to.size() - 1), 0.3, 0.8);
    }

    private static String start(Mailbox mailbox) {
        return mailbox.local().substring(0, Math.min(ALIKE, mailbox.local().length()));
    }

    private static boolean blind(Letter letter) {
        List<String> recipients = letter.received().envelope().addresses();
        Set<String> named = new HashSet<>();
        letter.to().forEach(to -> named.add(to.address()));
        return !recipients.isEmpty()
                && !letter.listed()
                && recipients.stream().noneMatch(recipient -> named.contains(recipient.toLowerCase(Locale.ROOT)));
    }
}
