package io.postern.local;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One mail of the demo and what has to become of it.
 *
 * @param size what MAIL declares; nothing if it is 0
 * @param answeredAt the command whose reply decides
 * @param expected how that reply begins
 */
record DemoCase(String name, String recipient, long size, String message, String answeredAt, String expected) {

    static final String END_OF_DATA = "end of data";

    private static final Pattern LARGEST = Pattern.compile("250[ -]SIZE (\\d+)");

    /** @param token makes the mails of this run different from those of any other */
    static List<DemoCase> all(String token, long largest) {
        return List.of(
                new DemoCase(
                        "clean, with attachment",
                        "alice@postern.test",
                        0,
                        DemoMail.withAttachment(token),
                        END_OF_DATA,
                        "250 2.0.0"),
                new DemoCase(
                        "phrase of the list",
                        "bob@postern.test",
                        0,
                        DemoMail.plain(token, "Please wire the inheritance fee today."),
                        END_OF_DATA,
                        "554 5.7.1"),
                new DemoCase("unknown user", "nobody@postern.test", 0, DemoMail.plain(token, "?"), "RCPT", "550 5.1.1"),
                new DemoCase(
                        "foreign domain",
                        "someone@elsewhere.example",
                        0,
                        DemoMail.plain(token, "?"),
                        "RCPT",
                        "550 5.7.1 <someone@elsewhere.example>: Relay access denied"),
                new DemoCase(
                        "too big",
                        "alice@postern.test",
                        largest + 1,
                        DemoMail.plain(token, "?"),
                        "MAIL SIZE=",
                        "552 5.3.4"));
    }

    /** The largest mail that the server takes, in bytes, as it says in its reply to EHLO. */
    static long largest(SmtpClient.Reply ehlo) {
        Matcher size = LARGEST.matcher(ehlo.text());
        return size.find() ? Long.parseLong(size.group(1)) : Long.MAX_VALUE - 1;
    }

    /** @param command where it was answered */
    record Outcome(String command, String reply) {}

    /** Goes through the dialogue until a reply decides. */
    Outcome send(SmtpClient client) throws IOException {
        client.say("RSET");
        SmtpClient.Reply mail = client.say("MAIL FROM:<demo@client.example>" + (size == 0 ? "" : " SIZE=" + size));
        if (!mail.positive()) {
            return new Outcome(size == 0 ? "MAIL" : "MAIL SIZE=", mail.text());
        }
        SmtpClient.Reply rcpt = client.say("RCPT TO:<" + recipient + ">");
        if (!rcpt.positive()) {
            return new Outcome("RCPT", rcpt.text());
        }
        SmtpClient.Reply data = client.say("DATA");
        if (!data.positive()) {
            return new Outcome("DATA", data.text());
        }
        return new Outcome(END_OF_DATA, client.data(message).text());
    }

    boolean asExpected(Outcome outcome) {
        return outcome.command().equals(answeredAt) && outcome.reply().startsWith(expected);
    }
}
