package io.postern.antispam.rule;

import io.postern.antispam.letter.Letter;
import io.postern.antispam.letter.Mailbox;
import io.postern.check.mime.Message;
import io.postern.check.part.Ambiguity;
import java.util.List;
import java.util.Locale;

/** Faults and oddities of the header that mail programs do not make (RFC 5322 section 3.6). */
final class HeaderRules {

    private static final List<String> ONCE =
            List.of("from", "subject", "date", "to", "message-id", "reply-to", "sender", "mime-version");

    static final List<Rule> ALL = List.of(
            Rule.when("from-missing", "no From", letter -> !letter.has("from")),
            Rule.when(
                    "from-no-address",
                    "From has no address",
                    letter -> letter.has("from") && !letter.from().valid()),
            Rule.when("to-missing", "neither To nor Cc", letter -> letter.to().isEmpty()),
            Rule.when(
                    "to-no-address",
                    "To names nobody",
                    letter -> !letter.to().isEmpty() && letter.to().stream().noneMatch(Mailbox::valid)),
            Rule.when(
                    "subject-missing", "no subject", letter -> letter.subject().isBlank()),
            Rule.when("message-id-missing", "no Message-ID", letter -> !letter.has("message-id")),
            Rule.when("message-id-form", "Message-ID is none", HeaderRules::badMessageId),
            Rule.when("message-id-bare-host", "Message-ID of a host without a domain", HeaderRules::bareMessageId),
            Rule.when("header-doubled", "a field that may be there once is there twice", HeaderRules::doubled),
            Rule.when("header-raw-8bit", "subject or author in undeclared octets", HeaderRules::raw),
            Rule.when(
                    "header-broken",
                    "lines in the header that are no fields",
                    letter -> letter.view().ambiguities().contains(Ambiguity.HEADER)),
            Rule.when(
                    "structure-ambiguous",
                    "written so that programs read it differently",
                    letter -> letter.view().ambiguities().stream()
                            .anyMatch(ambiguity -> ambiguity == Ambiguity.BOUNDARY
                                    || ambiguity == Ambiguity.CONTENT_TYPE
                                    || ambiguity == Ambiguity.TRANSFER_ENCODING
                                    || ambiguity == Ambiguity.BASE64)),
            Rule.when("mime-version-missing", "MIME without saying so", HeaderRules::undeclaredMime),
            Rule.when("priority-high", "said to be urgent", HeaderRules::urgent),
            Rule.listed("mailer-bulk", "written by a program for mass mail", HeaderRules::bulkMailer),
            Rule.when("mailer-odd", "Outlook that does not write as Outlook does", HeaderRules::oddOutlook),
            Rule.when("text-base64", "plain text wrapped up without need", HeaderRules::wrapped),
            Rule.when("spaces-in-header", "subject ends in an odd word behind many spaces", HeaderRules::padded));

    private HeaderRules() {}

    private static boolean badMessageId(Letter letter) {
        String id = letter.head().first("message-id");
        return !id.isEmpty() && !(id.startsWith("<") && id.endsWith(">") && id.indexOf('@') > 0);
    }

    private static boolean bareMessageId(Letter letter) {
        String id = letter.head().first("message-id");
        int at = id.lastIndexOf('@');
        return at >= 0 && id.indexOf('.', at) < 0;
    }

    private static boolean doubled(Letter letter) {
        return ONCE.stream().anyMatch(name -> letter.head().all(name).size() > 1);
    }

    private static boolean raw(Letter letter) {
        return !letter.received().envelope().smtpUtf8()
                && letter.head().fields().stream()
                        .filter(field ->
                                field.name().equals("subject") || field.name().equals("from"))
                        .anyMatch(field -> field.raw().chars().anyMatch(c -> c > 127));
    }

    private static boolean undeclaredMime(Letter letter) {
        return letter.has("content-type") && !letter.has("mime-version");
    }

    private static boolean urgent(Letter letter) {
        return letter.head().first("x-priority").startsWith("1")
                || letter.head().first("x-msmail-priority").equalsIgnoreCase("high")
                || letter.head().first("importance").equalsIgnoreCase("high");
    }

    private static boolean bulkMailer(Letter letter, Lists lists) {
        return lists.within("bulk-mailers", letter.head().first("x-mailer").toLowerCase(Locale.ROOT));
    }

    /** It names its version and, up to 2013, the MIME engine; forgeries forget one of both. */
    private static boolean oddOutlook(Letter letter) {
        String mailer = letter.head().first("x-mailer");
        return mailer.startsWith("Microsoft Outlook Express") && !(letter.has("x-mimeole") && mailer.contains("."));
    }

    private static boolean wrapped(Letter letter) {
        return letter.head().first("content-transfer-encoding").equalsIgnoreCase("base64")
                && letter.head().first("content-type").toLowerCase(Locale.ROOT).startsWith("text/")
                && letter.prose().chars().allMatch(c -> c < 128);
    }

    private static boolean padded(Letter letter) {
        return letter.head().fields().stream()
                .filter(field -> field.name().equals("subject"))
                .map(Message.Field::value)
                .anyMatch(value -> value.contains("     "));
    }
}
