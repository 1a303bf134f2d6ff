package io.postern.system.smtp;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply as it came.
 *
 * @param lines whole, with code and separator, without line ends
 */
public record SmtpReply(List<String> lines) {

    private static final Pattern STATUS = Pattern.compile("\\d{3}[ -](([245])\\.\\d{1,3}\\.\\d{1,3})(?: .*)?");
    private static final Pattern QUEUED = Pattern.compile("250 2\\.0\\.0 Ok: queued as (\\S+)");

    public SmtpReply {
        lines = List.copyOf(lines);
    }

    public int code() {
        return Integer.parseInt(lines.get(0).substring(0, 3));
    }

    /** The enhanced status code (RFC 3463) if each line has one, of the class of the reply code. */
    public Optional<String> status() {
        String found = null;
        for (String line : lines) {
            Matcher status = STATUS.matcher(line);
            if (!status.matches() || status.group(2).charAt(0) != line.charAt(0)) {
                return Optional.empty();
            }
            found = status.group(1);
        }
        return Optional.ofNullable(found);
    }

    /** The id of the mail, if this is the promise to deliver it. */
    public Optional<String> queuedAs() {
        Matcher queued = QUEUED.matcher(lines.get(0));
        return queued.matches() ? Optional.of(queued.group(1)) : Optional.empty();
    }

    public boolean positive() {
        return code() < 400;
    }

    /** Whether the client should come again. */
    public boolean temporary() {
        return code() / 100 == 4;
    }

    @Override
    public String toString() {
        return String.join(" / ", lines);
    }
}
