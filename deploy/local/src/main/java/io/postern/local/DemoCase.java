package io.postern.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * What a client tries in the demo, told step by step. Every step has to go well but the last one, whose reply decides.
 *
 * @param client the last number of the address in 127.0.0.0/24 that the client comes from
 * @param expected how the last reply begins
 * @param recipient in whose mailbox the mail has to lie if it is accepted; empty if there is none
 * @param token by which the mail is known; empty if there is none
 */
record DemoCase(String name, int client, List<Step> steps, String expected, String recipient, String token) {

    static final String END_OF_DATA = "end of data";

    private static final int USUAL_CLIENT = 1;

    /** One command, by the name that the table has for it. */
    record Step(String name, Action action) {}

    /** What the client says, and what it is answered. */
    interface Action {
        SmtpClient.Reply by(SmtpClient client) throws IOException;
    }

    /** A client that comes and says who it is. */
    static DemoCase of(String name) {
        return of(name, USUAL_CLIENT);
    }

    /** One that comes from another address. */
    static DemoCase of(String name, int client) {
        return new DemoCase(name, client, List.of(), "", "", "").and("EHLO", SmtpClient::greet);
    }

    DemoCase encrypts(SSLContext trust) {
        return and("STARTTLS", client -> client.startTls(trust)).and("EHLO", SmtpClient::greet);
    }

    DemoCase logsIn(String user, String password) {
        return and("AUTH", client -> client.login(user, password));
    }

    DemoCase from(String sender) {
        return and("MAIL", client -> client.say("MAIL FROM:<" + sender + ">"));
    }

    /** Announces a mail that is one byte larger than the server takes. */
    DemoCase fromWithTooMuch(String sender) {
        return and("MAIL SIZE=", client -> client.say("MAIL FROM:<" + sender + "> SIZE=" + (client.largestMail() + 1)));
    }

    DemoCase to(String recipient) {
        return new DemoCase(name, client, steps, expected, recipient, token)
                .and("RCPT", client -> client.say("RCPT TO:<" + recipient + ">"));
    }

    /** The mailbox of another: the recipient is a name that stands for him. */
    DemoCase liesWith(String mailbox) {
        return new DemoCase(name, client, steps, expected, mailbox, token);
    }

    DemoCase sends(DemoMail mail) {
        return new DemoCase(name, client, steps, expected, recipient, mail.token())
                .and("DATA", client -> client.say("DATA"))
                .and(END_OF_DATA, client -> client.data(mail.text()));
    }

    /** The end of the story. */
    DemoCase isAnswered(String reply) {
        return new DemoCase(name, client, steps, reply, recipient, token);
    }

    private DemoCase and(String step, Action action) {
        List<Step> more =
                Stream.concat(steps.stream(), Stream.of(new Step(step, action))).toList();
        return new DemoCase(name, client, more, expected, recipient, token);
    }

    /** @param step where it was answered */
    record Outcome(String step, String reply) {

        /** Whether there is a mail now that has to arrive. */
        boolean accepted() {
            return step.equals(END_OF_DATA) && reply.startsWith("250");
        }
    }

    /** Where the client comes from. */
    InetAddress address() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) client});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // not of four bytes
        }
    }

    /** Goes on until a reply decides. */
    Outcome play(SmtpClient client) throws IOException {
        Outcome outcome = new Outcome("", "");
        for (Step step : steps) {
            SmtpClient.Reply reply = step.action().by(client);
            outcome = new Outcome(step.name(), reply.text());
            if (!reply.positive()) {
                break;
            }
        }
        return outcome;
    }

    private String lastStep() {
        return steps.getLast().name();
    }

    boolean asExpected(Outcome outcome) {
        return outcome.step().equals(lastStep()) && outcome.reply().startsWith(expected);
    }

    /** In words. */
    String expectation() {
        boolean arrives = new Outcome(lastStep(), expected).accepted();
        return "answered %s at %s%s"
                .formatted(expected, lastStep(), arrives ? " and lie in the mailbox of " + recipient : "");
    }
}
