package io.postern.antispam.rule;

import io.postern.antispam.letter.Letter;
import io.postern.antispam.letter.Mailbox;
import io.postern.check.mime.Message;
import java.util.List;
import java.util.Locale;

/** Games with the subject. */
final class SubjectRules {

    static final List<Rule> ALL = List.of(
            Rule.when("subject-shouting", "subject in capitals", letter -> shouting(letter.subject())),
            new Rule(
                    "subject-exclaiming",
                    "exclamation marks in the subject",
                    (letter, lists) -> Rule.rising(exclamations(letter.subject()), 0, 2)),
            Rule.when(
                    "subject-question",
                    "a question as subject",
                    letter -> letter.subject().strip().endsWith("?")),
            Rule.when(
                    "subject-money",
                    "money in the subject",
                    letter -> letter.subject().matches(".*[$\u20ac\u00a3]\\s?\\d.*")
                            || letter.subject().contains("$$")),
            Rule.when(
                    "subject-percent",
                    "percent in the subject",
                    letter -> letter.subject().matches(".*\\d\\s?%.*")),
            Rule.when("subject-answer", "an answer to nothing", letter -> reply(letter.subject()) && !letter.answer()),
            Rule.when("subject-serial", "subject ends in an odd word", letter -> serial(letter.subject())),
            Rule.when(
                    "subject-advert",
                    "subject says it is advertising",
                    letter ->
                            letter.subject().toUpperCase(Locale.ROOT).matches("\\s*[\\[(*]*ADV(ERT|ERTISEMENT)?\\b.*")),
            Rule.when("subject-recipient", "the recipient's name in the subject", SubjectRules::namesRecipient),
            Rule.when("subject-wrapped", "subject encoded without need", SubjectRules::wrapped),
            Rule.when(
                    "subject-scripts",
                    "letters of several scripts in one word of the subject",
                    letter -> Scripts.mixed(letter.subject()) + Scripts.invisible(letter.subject()) > 0),
            Rule.when("subject-gaps", "s p e l l e d subject", letter -> spelled(letter.subjectWords())));

    private SubjectRules() {}

    private static int exclamations(String subject) {
        return (int) subject.chars().filter(c -> c == '!').count();
    }

    private static boolean shouting(String subject) {
        long letters = subject.chars().filter(Character::isLetter).count();
        long upper = subject.chars().filter(Character::isUpperCase).count();
        return letters >= 10 && upper >= letters * 0.8;
    }

    private static boolean reply(String subject) {
        return subject.regionMatches(true, 0, "re:", 0, 3);
    }

    /** Letters, or digits and letters, that are no word, behind a gap: put there to make each copy different. */
    private static boolean serial(String subject) {
        int gap = subject.lastIndexOf(' ');
        if (gap < 1 || subject.length() - gap < 5) {
            return false;
        }
        String last = subject.substring(gap + 1);
        boolean far = subject.charAt(gap - 1) == ' ';
        boolean mixed = last.chars().anyMatch(Character::isDigit)
                && last.chars().anyMatch(Character::isLetter)
                && last.chars().allMatch(Character::isLetterOrDigit);
        return far || (mixed && last.length() >= 7);
    }

    private static boolean namesRecipient(Letter letter) {
        String subject = letter.subject().toLowerCase(Locale.ROOT);
        return letter.to().stream()
                .limit(20)
                .filter(Mailbox::valid)
                .anyMatch(to -> subject.contains(to.address())
                        || (to.local().length() >= 4 && subject.startsWith(to.local() + ",")));
    }

    private static boolean wrapped(Letter letter) {
        return letter.head().fields().stream()
                .filter(field -> field.name().equals("subject"))
                .anyMatch(SubjectRules::wrapped);
    }

    private static boolean wrapped(Message.Field subject) {
        return subject.raw().contains("=?")
                && !subject.value().isEmpty()
                && subject.value().chars().allMatch(c -> c >= ' ' && c < 127);
    }

    private static boolean spelled(List<String> words) {
        int row = 0;
        for (String word : words) {
            row = word.length() == 1 && Character.isLetter(word.charAt(0)) ? row + 1 : 0;
            if (row >= 4) {
                return true;
            }
        }
        return false;
    }
}
