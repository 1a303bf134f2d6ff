package io.postern.greylist;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sender without what differs from mail to mail, so that the second mail of a list is of the same sender as the first: tags
 * of BATV ({@code prvs=}), hashes and dates of SRS, extensions behind {@code +}, serial numbers and identifiers of VERP.
 */
final class SenderKey {

    /** draft-levine-smtp-batv: {@code prvs=0123ABCDEF=user}; some write the two parts the other way round. */
    private static final Pattern BATV =
            Pattern.compile("(?:ms)?prvs1?=(?:[0-9a-z]{6,12}=(?<user>.+)|(?<first>.+)=[0-9a-f]{6,12})");

    /** {@code SRS0=hash=date=domain=user}, {@code SRS1=hash=forwarder==hash=date=domain=user}. */
    private static final Pattern SRS0 = Pattern.compile("srs0[-+=][^=]+=[^=]+=(?<rest>.+)");

    private static final Pattern SRS1 = Pattern.compile("srs1[-+=][^=]+=(?<forwarder>[^=]+)==[^=]+=[^=]+=(?<rest>.+)");

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final Pattern EXTENSION = Pattern.compile("(?<=.)\\+.*");
    private static final Pattern WORD = Pattern.compile("[a-z0-9]+");
    private static final Pattern VARIABLE = Pattern.compile("\\d+"
            // identifiers in hex, as in bounce addresses of the large senders
            + "|(?=[a-f]*\\d)[0-9a-f]{8,}"
            // ten letters and digits or more, of which four are digits
            + "|(?=(?:[a-z]*\\d){4})[a-z0-9]{10,}");
    private static final Pattern RUN = Pattern.compile("#(?:[-_.=]?#)+");

    private SenderKey() {}

    /** @param reversePath as in MAIL, empty for the null sender, which stays so */
    static String of(String reversePath) {
        String sender = reversePath.toLowerCase(Locale.ROOT);
        int at = sender.lastIndexOf('@');
        return at < 0 ? sender : local(sender.substring(0, at)) + sender.substring(at);
    }

    /** The address itself, as a person would list it: without tag and extension. */
    static String plain(String reversePath) {
        String sender = reversePath.toLowerCase(Locale.ROOT);
        int at = sender.lastIndexOf('@');
        return at < 0 ? sender : withoutExtension(withoutBatv(sender.substring(0, at))) + sender.substring(at);
    }

    private static String local(String local) {
        String plain =
                UUID.matcher(withoutExtension(withoutSrs(withoutBatv(local)))).replaceAll("0");
        // Where one word differs from mail to mail, or the recipient is in it, others with digits do as well.
        boolean returning = plain.contains("=")
                || WORD.matcher(plain).results().map(MatchResult::group).anyMatch(SenderKey::variable);
        String words = WORD.matcher(plain)
                .replaceAll(
                        word -> variable(word.group()) || (returning && hasDigit(word.group())) ? "#" : word.group());
        return RUN.matcher(words).replaceAll("#");
    }

    private static boolean variable(String word) {
        return VARIABLE.matcher(word).matches();
    }

    private static boolean hasDigit(String word) {
        return !word.startsWith("srs") && word.chars().anyMatch(Character::isDigit);
    }

    private static String withoutExtension(String local) {
        return EXTENSION.matcher(local).replaceFirst("");
    }

    private static String withoutBatv(String local) {
        Matcher batv = BATV.matcher(local);
        if (!batv.matches()) {
            return local;
        }
        return batv.group("user") == null ? batv.group("first") : batv.group("user");
    }

    private static String withoutSrs(String local) {
        Matcher once = SRS0.matcher(local);
        Matcher twice = SRS1.matcher(local);
        if (once.matches()) {
            return "srs0=" + once.group("rest");
        }
        return twice.matches() ? "srs1=" + twice.group("forwarder") + "==" + twice.group("rest") : local;
    }
}
