package io.postern.antispam.rule;

import io.postern.antispam.letter.Domains;
import io.postern.antispam.letter.Letter;
import io.postern.antispam.letter.Mailbox;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Authors who are hardly those they say they are, or want answers elsewhere. */
final class SenderRules {

    private static final int MANY_DIGITS = 4;
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    static final List<Rule> ALL = List.of(
            Rule.when(
                    "from-several",
                    "several authors",
                    letter -> letter.head().all("from").size() > 1),
            Rule.when(
                    "from-no-name",
                    "the author has no name",
                    letter -> letter.from().valid() && letter.from().name().isEmpty()),
            Rule.when("from-name-address", "the author's name is another address", SenderRules::nameIsAddress),
            Rule.when("from-digits", "many digits in the author's address", SenderRules::digits),
            Rule.when(
                    "from-random",
                    "the author's address is random letters",
                    letter -> random(letter.from().local())),
            Rule.when(
                    "from-is-to",
                    "author and recipient are the same",
                    letter -> letter.to().stream()
                            .anyMatch(to -> to.valid()
                                    && to.address().equals(letter.from().address()))),
            Rule.listed("from-brand", "the author's name is a brand's, the address is not", SenderRules::brand),
            Rule.when("from-envelope", "author and sender are of different domains", SenderRules::otherSender),
            Rule.when("reply-elsewhere", "answers go to another domain", SenderRules::repliesElsewhere),
            Rule.listed(
                    "reply-freemail",
                    "answers go to a free mailbox that is not the author's",
                    SenderRules::repliesToFreemail),
            Rule.listed(
                    "from-freemail",
                    "a free mailbox with many digits in its name",
                    (letter, lists) -> lists.covers("freemail", letter.from().domain())
                            && letter.from()
                                            .local()
                                            .chars()
                                            .filter(Character::isDigit)
                                            .count()
                                    >= MANY_DIGITS),
            Rule.when(
                    "name-scripts",
                    "letters of several scripts in one word of the author's name",
                    letter -> Scripts.mixed(letter.from().name()) > 0));

    private SenderRules() {}

    private static boolean nameIsAddress(Letter letter) {
        String name = letter.from().name().toLowerCase(Locale.ROOT);
        int at = name.indexOf('@');
        return at > 0
                && at < name.length() - 1
                && !name.contains(letter.from().address())
                && !name.substring(at + 1).contains(letter.from().domain());
    }

    private static boolean digits(Letter letter) {
        return letter.from().local().chars().filter(Character::isDigit).count() >= MANY_DIGITS;
    }

    /** Words are spoken: five consonants in a row are hardly ever. Digits and dots within are of programs. */
    private static boolean random(String local) {
        int run = 0;
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            run = c >= 'a' && c <= 'z' && "aeiouy".indexOf(c) < 0 ? run + 1 : 0;
            if (run >= 6) {
                return true;
            }
        }
        return false;
    }

    private static boolean brand(Letter letter, Lists lists) {
        String name = letter.from().name().toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            return false;
        }
        String words = " " + NO_WORD.matcher(name).replaceAll(" ") + " ";
        return lists.of("brands").stream()
                .anyMatch(brand -> words.contains(" " + brand + " ")
                        && !letter.from().domain().contains(brand));
    }

    private static boolean otherSender(Letter letter) {
        String sender = letter.received().envelope().sender();
        return !letter.listed()
                && differ(
                        sender.substring(sender.lastIndexOf('@') + 1),
                        letter.from().domain());
    }

    private static boolean repliesElsewhere(Letter letter) {
        return !letter.listed()
                && differ(letter.replyTo().domain(), letter.from().domain());
    }

    private static boolean differ(String one, String other) {
        return !one.isEmpty()
                && !other.isEmpty()
                && !Domains.organisation(one).equalsIgnoreCase(Domains.organisation(other));
    }

    private static boolean repliesToFreemail(Letter letter, Lists lists) {
        Mailbox reply = letter.replyTo();
        return lists.covers("freemail", reply.domain())
                && !letter.listed()
                && letter.from().valid()
                && !reply.address().equals(letter.from().address());
    }
}
