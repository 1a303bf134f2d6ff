package io.postern.delivery.bounce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.postern.contract.MailReceived;
import java.time.Duration;
import java.util.List;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.jspecify.annotations.Nullable;

/** What a notice says to a human: what happened, what the sender can do, who said so, and the id under which to ask. */
final class Plain {

    private static final int WIDTH = 72;
    private static final int LONGEST_SUBJECT = 200;

    private final Causes causes;
    private final String host;
    private final String postmaster;

    Plain(Causes causes, String host, String postmaster) {
        this.causes = causes;
        this.host = host;
        this.postmaster = postmaster;
    }

    /** The subject of the notice: the worst that is told in it. */
    static String subject(List<Report> reports) {
        return switch (worst(reports)) {
            case FAILED -> "Your mail could not be delivered";
            case DELAYED -> "Your mail is delayed";
            case RELAYED -> "Your mail was passed on";
            case DELIVERED, EXPANDED -> "Your mail was delivered";
        };
    }

    private static Action worst(List<Report> reports) {
        return reports.stream().map(Report::action).min(Enum::compareTo).orElseThrow();
    }

    String text(Original original, List<Report> reports) {
        StringBuilder text = new StringBuilder();
        for (Action action : Action.values()) {
            List<Report> those =
                    reports.stream().filter(report -> report.action() == action).toList();
            if (!those.isEmpty()) {
                wrap(text, "", opening(action, those));
                text.append("\r\n");
                those.forEach(report -> tell(text, original.mail(), report));
            }
        }
        about(text, original);
        return text.toString();
    }

    private static String opening(Action action, List<Report> reports) {
        String whom = reports.size() == 1 ? "this recipient" : "these recipients";
        return switch (action) {
            case FAILED -> "Your mail could not be delivered to " + whom + ":";
            case DELAYED ->
                "Your mail could not be delivered yet to " + whom
                        + ". We keep trying; you need not send it again. You will hear from us if we have to give up.";
            case RELAYED ->
                "Your mail was passed on to the mail system of " + whom
                        + ". That system does not report to us, so this is all you will hear of it:";
            case DELIVERED -> "Your mail was delivered to " + whom + ":";
            case EXPANDED ->
                "Your mail was delivered to " + whom
                        + ", and went on from there to others. Of those you will hear nothing:";
        };
    }

    private void tell(StringBuilder text, MailReceived mail, Report report) {
        text.append("  ").append(OneLine.of(report.recipient().address())).append("\r\n");
        if (report.action() == Action.FAILED || report.action() == Action.DELAYED) {
            explain(text, mail, report);
        }
        text.append("\r\n");
    }

    private void explain(StringBuilder text, MailReceived mail, Report report) {
        Cause cause = causes.of(report.status(), report.reply());
        if (report.gaveUp()) {
            Duration tried = Duration.between(mail.receivedAt(), report.lastAttempt());
            wrap(text, "    ", "We tried for " + span(tried) + " and have given up. What stood in the way at last:");
        }
        wrap(text, "    ", cause.happened());
        if (report.action() == Action.FAILED) {
            wrap(text, "    ", "What you can do: " + cause.advice());
        } else if (report.retryUntil() != null) {
            wrap(text, "    ", "We try until " + Fields.date(requireNonNull(report.retryUntil())) + ".");
        }
        if (report.diagnostic() != null) {
            wrap(text, "    ", says(report) + " " + OneLine.of(report.reply().toString()));
        }
    }

    private String says(Report report) {
        String remote = report.remoteMta();
        return remote == null ? "In the words of " + host + ":" : "The reply of " + OneLine.of(remote) + ":";
    }

    private static String span(Duration tried) {
        long hours = tried.toHours();
        if (hours < 1) {
            return count(Math.max(1, tried.toMinutes()), "minute");
        }
        return hours < 48 ? count(hours, "hour") : count(tried.toDays(), "day");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    private void about(StringBuilder text, Original original) {
        String subject = subject(original.header());
        text.append("Your mail:\r\n\r\n");
        if (subject != null) {
            wrap(text, "  ", "Subject: " + subject);
        }
        text.append("  Sent:    ")
                .append(Fields.date(original.mail().receivedAt()))
                .append("\r\n  Mail id: ")
                .append(original.mail().mailId())
                .append("\r\n\r\n");
        wrap(
                text,
                "",
                "This notice was written by the mail system at " + host + ". If you need help, write to " + postmaster
                        + " and name the mail id.");
    }

    private static @Nullable String subject(HeaderSection header) {
        return header.values("Subject").stream()
                .findFirst()
                .map(raw -> new String(raw.getBytes(ISO_8859_1), UTF_8))
                .map(raw -> OneLine.of(DecoderUtil.decodeEncodedWords(raw, DecodeMonitor.SILENT)))
                .map(subject -> subject.substring(0, Math.min(subject.length(), LONGEST_SUBJECT)))
                .filter(subject -> !subject.isEmpty())
                .orElse(null);
    }

    private static void wrap(StringBuilder text, String indent, String sentence) {
        int column = 0;
        for (String word : sentence.split(" +", -1)) {
            if (column == 0) {
                text.append(indent).append(word);
                column = indent.length() + word.length();
            } else if (column + 1 + word.length() > WIDTH) {
                text.append("\r\n").append(indent).append(word);
                column = indent.length() + word.length();
            } else {
                text.append(' ').append(word);
                column += 1 + word.length();
            }
        }
        text.append("\r\n");
    }
}
