package io.postern.antispam.rule;

import io.postern.antispam.letter.Letter;
import io.postern.check.mime.Link;
import io.postern.check.mime.MimeView.Flag;
import io.postern.check.mime.Text;
import java.util.List;

/** How the body is made, and how it is written. */
final class BodyRules {

    private static final int FEW_WORDS = 20;

    static final List<Rule> ALL = List.of(
            Rule.when("html-only", "HTML without a text", BodyRules::htmlOnly),
            Rule.when(
                    "image-only",
                    "an image instead of a text",
                    letter -> letter.words().size() < FEW_WORDS && images(letter) > 0),
            new Rule(
                    "html-images",
                    "many images for little text",
                    (letter, lists) -> letter.words().isEmpty()
                            ? 0
                            : Rule.rising(images(letter) * 20.0 / letter.words().size(), 0.2, 2)),
            Rule.when("html-form", "asks for data in the mail itself", letter -> letter.tags("form") > 0),
            Rule.when(
                    "html-active",
                    "script or frames",
                    letter -> letter.tags("script") + letter.tags("iframe") + letter.tags("object") > 0),
            new Rule(
                    "html-fonts",
                    "fonts as old web pages have them",
                    (letter, lists) -> Rule.rising(
                            letter.tags("font") * 30.0 / (30 + letter.words().size()), 0.5, 5)),
            new Rule(
                    "html-centered",
                    "centered like a poster",
                    (letter, lists) -> Rule.rising(letter.tags("center"), 0, 3)),
            new Rule("hidden-text", "text that nobody sees", (letter, lists) -> hidden(letter)),
            new Rule("split-words", "markup within words", (letter, lists) -> seams(letter)),
            Rule.when(
                    "body-empty",
                    "nothing to read",
                    letter -> letter.words().isEmpty() && letter.attachments().isEmpty()),
            Rule.when(
                    "body-link-only",
                    "hardly more than a link",
                    letter -> letter.words().size() < FEW_WORDS
                            && letter.clickable().findAny().isPresent()),
            new Rule(
                    "shouting", "much in capitals", (letter, lists) -> Rule.rising(capitals(letter.prose()), 0.1, 0.4)),
            new Rule(
                    "exclaiming",
                    "many exclamation marks",
                    (letter, lists) -> Rule.rising(
                            count(letter.prose(), '!')
                                    * 100.0
                                    / (100 + letter.words().size()),
                            1,
                            6)),
            new Rule("money", "sums of money", (letter, lists) -> Rule.rising(Money.sums(letter.prose()), 0, 5)),
            Rule.when("money-large", "sums that nobody has", letter -> Money.large(letter.prose(), letter.words())),
            new Rule("gaps", "w o r d s  spelled out", (letter, lists) -> Rule.rising(spelled(letter.words()), 3, 12)),
            new Rule(
                    "word-scripts",
                    "letters of several scripts within words",
                    (letter, lists) -> Rule.rising(Scripts.mixed(letter.prose()), 0, 4)),
            new Rule(
                    "invisible-characters",
                    "characters of no width within words",
                    (letter, lists) -> Rule.rising(Scripts.invisible(letter.prose()), 0, 6)),
            new Rule(
                    "drawn-letters",
                    "letters of mathematics or in circles",
                    (letter, lists) -> Rule.rising(Scripts.drawn(letter.subject() + letter.prose()), 2, 12)),
            Rule.when(
                    "charset-false",
                    "a character set that is unknown or not what it says",
                    letter -> letter.view().flags().contains(Flag.CHARSET)),
            Rule.when(
                    "mime-broken",
                    "MIME that breaks off",
                    letter -> letter.view().flags().contains(Flag.BROKEN)));

    private BodyRules() {}

    private static boolean htmlOnly(Letter letter) {
        return letter.html() && letter.view().texts().stream().allMatch(Text::html);
    }

    private static int images(Letter letter) {
        return (int) letter.links().stream()
                .filter(link -> link.kind() == Link.Kind.IMAGE)
                .count();
    }

    /** Preview lines are hidden too: what is less than the visible, or a few words, is none of these. */
    private static double hidden(Letter letter) {
        int hidden = letter.view().texts().stream()
                .mapToInt(text -> text.hidden().length())
                .sum();
        return hidden < 300
                ? 0
                : Rule.rising((double) hidden / (hidden + letter.prose().length()), 0.1, 0.5);
    }

    private static double seams(Letter letter) {
        int seams = letter.view().texts().stream()
                .mapToInt(text -> text.seams().size())
                .sum();
        return Rule.rising(seams * 100.0 / (100 + letter.words().size()), 3, 15);
    }

    /** The share of words of four letters and more that are all capitals. */
    private static double capitals(String prose) {
        int words = 0;
        int shouted = 0;
        int length = 0;
        int upper = 0;
        for (int i = 0; i <= prose.length(); i++) {
            char c = i < prose.length() ? prose.charAt(i) : ' ';
            if (Character.isLetter(c)) {
                length++;
                upper += Character.isUpperCase(c) ? 1 : 0;
            } else {
                words += length >= 4 ? 1 : 0;
                shouted += length >= 4 && upper == length ? 1 : 0;
                length = 0;
                upper = 0;
            }
        }
        return words < FEW_WORDS ? 0 : (double) shouted / words;
    }

    private static int count(String text, char wanted) {
        int count = 0;
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            count++;
        }
        return count;
    }

    /** The longest row of single letters. */
    private static int spelled(List<String> words) {
        int row = 0;
        int longest = 0;
        for (String word : words) {
            row = word.length() == 1 && Character.isLetter(word.charAt(0)) ? row + 1 : 0;
            longest = Math.max(longest, row);
        }
        return longest;
    }
}
