package io.postern.delivery.bounce;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP reply (RFC 5321 section 4.2), as much of it as we keep.
 *
 * @param code of three digits; 0 if it is no reply but words of our own
 * @param status the enhanced status code (RFC 2034), if the reply has one
 * @param text in one line, without the codes
 */
public record Reply(int code, @Nullable String status, String text) {

    /** More than 4 lines of the longest kind. What a peer says beyond is for nobody. */
    private static final int LONGEST = 2000;

    private static final Pattern CODE = Pattern.compile("([2-5]\\d\\d)(?:[ -]|$)");
    // Some put a "#" before it: qmail.
    private static final Pattern STATUS = Pattern.compile("#?([245]\\.\\d{1,3}\\.\\d{1,3})(?:[ ,;:]|$)");
    private static final Pattern STATUS_AT_THE_END = Pattern.compile("\\(#([245]\\.\\d{1,3}\\.\\d{1,3})\\)");

    public static Reply parse(String reply) {
        List<String> lines = reply.substring(0, Math.min(reply.length(), LONGEST))
                .lines()
                .map(OneLine::of)
                .filter(line -> !line.isEmpty())
                .toList();
        int code = lines.isEmpty() ? 0 : code(lines.get(0));
        if (code == 0) {
            return new Reply(0, null, String.join(" ", lines));
        }
        String prefix = Integer.toString(code);
        List<String> texts = lines.stream().map(line -> without(prefix, line)).toList();
        String status = status(texts.get(0));
        String text = texts.stream()
                .map(line -> status == null ? line : withoutStatus(status, line))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
        return new Reply(code, status == null ? statusWithin(text) : status, text);
    }

    private static int code(String line) {
        Matcher code = CODE.matcher(line);
        return code.lookingAt() ? Integer.parseInt(code.group(1)) : 0;
    }

    private static String without(String prefix, String line) {
        boolean repeated = line.startsWith(prefix) && (line.length() == 3 || " -".indexOf(line.charAt(3)) >= 0);
        return repeated ? line.substring(Math.min(4, line.length())).strip() : line;
    }

    private static @Nullable String status(String text) {
        Matcher status = STATUS.matcher(text);
        return status.lookingAt() ? status.group(1) : null;
    }

    private static @Nullable String statusWithin(String text) {
        Matcher status = STATUS_AT_THE_END.matcher(text);
        return status.find() ? status.group(1) : null;
    }

    private static String withoutStatus(String status, String line) {
        Matcher same = STATUS.matcher(line);
        return same.lookingAt() && status.equals(same.group(1))
                ? line.substring(same.end()).strip()
                : line;
    }

    /** In one line, as it is quoted. */
    @Override
    public String toString() {
        if (code == 0) {
            return text;
        }
        boolean told = status == null || text.contains(status);
        return (told ? code + " " + text : code + " " + status + " " + text).strip();
    }
}
