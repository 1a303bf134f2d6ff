package io.postern.greylist;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sender without what differs from mail to mail, so that the second mail of a list is of the same sender as the first: tags
 * of BATV ({@code prvs=}), hashes and dates of SRS, extensions behind {@code +}, serial numbers and identifiers of VERP.
 */
final class SenderKey {

    /** draft-levine-smtp-batv: {@code prvs=0123ABCDEF=user}; some write the two parts the other way round. */
    private static final Pattern BATV =
            Pattern.compile("prvs=(?:[0-9a-f]{6,12}=(?<user>.+)|(?<first>.+)=[0-9a-f]{6,12})");

    /** {@code SRS0=hash=date=domain=user}, {@code SRS1=hash=forwarder==hash=date=domain=user}. */
    private static final Pattern SRS0 = Pattern.compile("srs0[-+=][^=]+=[^=]+=(?<rest>.+)");

    private static final Pattern SRS1 = Pattern.compile("srs1[-+=][^=]+=(?<forwarder>[^=]+)==[^=]+=[^=]+=(?<rest>.+)");

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

    private static String local(String local) {
        String plain = withoutSrs(withoutBatv(local));
        String words = WORD.matcher(EXTENSION.matcher(plain).replaceFirst(""))
                .replaceAll(word -> VARIABLE.matcher(word.group()).matches() ? "#" : word.group());
        return RUN.matcher(words).replaceAll("#");
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
