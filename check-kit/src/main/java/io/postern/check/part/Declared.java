package io.postern.check.part;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a header says of its part: its fields Content-Type and Content-Transfer-Encoding, however they are written. */
final class Declared {

    private static final String TOKEN = "[a-z0-9!#$%&'+._-]+";
    private static final Pattern TYPE = Pattern.compile(
            "content-type:\\s*(text|image|audio|video|application|multipart|message(?=/(?:rfc822|delivery-status|"
                    + "disposition-notification|feedback-report)\\b))/" + TOKEN + "((?:\\s*;\\s*" + TOKEN
                    + "\\s*=\\s*(?:" + TOKEN + "|\"[^\"\\\\\\p{Cntrl}]*\"))*)\\s*;?\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BOUNDARY =
            Pattern.compile("\\bboundary\\s*=\\s*(?:\"([^\"]*)\"|(" + TOKEN + "))", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENCODING = Pattern.compile(
            "content-transfer-encoding:\\s*(7bit|8bit|quoted-printable|base64)\\s*", Pattern.CASE_INSENSITIVE);

    private static final Pattern MESSAGE =
            Pattern.compile("message/rfc822\\b|text/rfc822-headers\\b", Pattern.CASE_INSENSITIVE);

    /** Nobody has need for more. */
    private static final int MOST_FIELDS = 8;

    private static final int LONGEST_FIELD = 4 * 1024;

    private final List<StringBuilder> fields = new ArrayList<>();
    private final List<StringBuilder> dispositions = new ArrayList<>();
    private boolean begun;
    private boolean inDisposition;
    private boolean inField;
    private boolean odd;

    /** @param line of the header, without its end; if it is longer than what is kept of a line, the beginning */
    void note(Lines line) {
        String text = line.text();
        boolean folded = text.startsWith(" ") || text.startsWith("\t");
        odd |= (folded && (text.isBlank() || !begun)) || text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0;
        begun = true;
        disposition(text, folded);
        if (!folded) {
            inField = mentions(text, "content-type") || mentions(text, "content-transfer-encoding");
            if (inField && fields.size() < MOST_FIELDS) {
                fields.add(new StringBuilder());
            }
        }
        odd |= folded && !inField && text.toLowerCase(Locale.ROOT).contains("content-t");
        if (inField && !fields.isEmpty() && fields.getLast().length() < LONGEST_FIELD) {
            fields.getLast().append(folded ? "\n" : "").append(text);
            odd |= line.end() - line.start() > text.length();
        } else if (folded) {
            keepMention(text);
        }
    }

    private void disposition(String text, boolean folded) {
        if (!folded) {
            inDisposition = mentions(text, "content-disposition");
            if (inDisposition && dispositions.size() < MOST_FIELDS) {
                dispositions.add(new StringBuilder(text));
            }
        } else if (inDisposition && dispositions.getLast().length() < LONGEST_FIELD) {
            dispositions.getLast().append('\n').append(text);
        }
    }

    private static boolean mentions(String text, String name) {
        return text.regionMatches(true, 0, name, 0, name.length());
    }

    /** A field that is indented belongs to the one before it, but not for everybody. */
    private void keepMention(String text) {
        if (text.toLowerCase(Locale.ROOT).contains("content-t") && fields.size() < MOST_FIELDS) {
            fields.add(new StringBuilder(text.strip()));
        }
    }

    /** The header ends with a line that is no field, or there is something else in it to wonder about. */
    void wonder() {
        odd = true;
    }

    /** Whether nothing is said at all. */
    boolean silent() {
        return fields.isEmpty();
    }

    boolean base64() {
        return says("base64");
    }

    boolean quotedPrintable() {
        return says("quoted-printable");
    }

    boolean uuencode() {
        return says("uue") || says("uuencode");
    }

    private boolean says(String word) {
        return fields.stream()
                .anyMatch(field -> field.toString().toLowerCase(Locale.ROOT).contains(word));
    }

    /** In what ways it is written so that not everybody who reads it may understand the same. */
    Set<Ambiguity> doubts() {
        Set<Ambiguity> doubts = EnumSet.noneOf(Ambiguity.class);
        if (odd) {
            doubts.add(Ambiguity.HEADER);
        }
        Matcher type = the("content-type", TYPE);
        if (count("content-type") > (type == null ? 0 : 1)) {
            doubts.add(Ambiguity.CONTENT_TYPE);
        }
        if (count("content-transfer-encoding") > (the("content-transfer-encoding", ENCODING) == null ? 0 : 1)) {
            doubts.add(Ambiguity.TRANSFER_ENCODING);
        }
        boolean multipart = type != null && type.group(1).equalsIgnoreCase("multipart");
        if (multipart && (base64() || quotedPrintable())) {
            doubts.add(Ambiguity.TRANSFER_ENCODING);
        }
        String parameters = type == null ? "" : type.group(2).toLowerCase(Locale.ROOT);
        int boundaries = parameters.split("boundary", -1).length - 1;
        if (multipart ? boundaries != 1 || boundary() == null : boundaries > 0) {
            doubts.add(Ambiguity.BOUNDARY);
        }
        return doubts;
    }

    private long count(String name) {
        return fields.stream().filter(field -> mentions(field.toString(), name)).count();
    }

    /** Whether the part is neither text nor made of parts. */
    boolean attachment() {
        Matcher type = the("content-type", TYPE);
        return type != null
                && !type.group(1).equalsIgnoreCase("text")
                && !type.group(1).equalsIgnoreCase("multipart");
    }

    /** Whether what follows is another header: that of a message within the message, with or without the rest of it. */
    boolean message() {
        Matcher type = the("content-type", TYPE);
        return type != null && MESSAGE.matcher(type.group()).find() && !base64() && !quotedPrintable();
    }

    /** The fields in which a name may be, as in {@link Piece}. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        dispositions.forEach(field -> names.add(field.toString()));
        fields.stream()
                .filter(field -> mentions(field.toString(), "content-type"))
                .forEach(field -> names.add(field.toString()));
        return names;
    }

    /** The only field of a name, if it is written as it should be. */
    private @Nullable Matcher the(String name, Pattern form) {
        List<Matcher> matches = fields.stream()
                .filter(field -> mentions(field.toString(), name))
                .map(form::matcher)
                .filter(Matcher::matches)
                .toList();
        return matches.size() == 1 ? matches.getFirst() : null;
    }

    /** The boundary of a multipart; {@code null} if there is none, or none that is a plain one. */
    @Nullable
    String boundary() {
        Matcher type = the("content-type", TYPE);
        Matcher boundary = type == null ? null : BOUNDARY.matcher(type.group(2));
        if (boundary == null || !boundary.find()) {
            return null;
        }
        String value = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        return value.isEmpty() || !value.equals(value.strip()) ? null : value;
    }
}
