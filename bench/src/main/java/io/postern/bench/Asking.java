package io.postern.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What to ask.
 *
 * @param bootstrap where Kafka is
 * @param check whose verdicts are counted
 * @param subject what the questions are about
 * @param first the number of the first question's subject: other numbers are not in the check's memory
 * @param rate questions a second; 0: as fast as {@code window} allows
 * @param window how many questions may be without an answer; more wait
 * @param duration of the measurement
 * @param metrics where the check's figures are; empty: they are not told
 */
record Asking(
        String bootstrap,
        String check,
        Subject subject,
        int first,
        int rate,
        int window,
        Duration duration,
        String metrics) {

    static final String USAGE = """
            bench/checks [--kafka HOST:PORT] [--check rbl] [--clients 1000] [--first 0] [--rate 0] [--window 256]
                         [--seconds 10] [--phase connect|recipient|message] [--mails FOLDER]
                         [--metrics http://HOST:PORT/q/metrics]

            Sends questions to the checks, past the ingress, and counts the verdicts of one of them: about connecting
            clients; with --phase recipient about a recipient, for whom each client has a sender of its own; with --phase
            message about the mails of a folder in turns, each with a header of its own, so that none was seen before.
            --clients: so many different addresses in turns, beginning with number --first. --rate: questions a second; 0:
            as many as there are answers.""";

    /** @throws IOException if the folder of mails cannot be read */
    static Asking parse(String... args) throws IOException {
        String bootstrap = "localhost:19092";
        String check = "rbl";
        String phase = "connect";
        Path mails = Path.of("");
        int clients = 1000;
        int first = 0;
        int rate = 0;
        int window = 256;
        int seconds = 10;
        String metrics = "";
        for (List<String> option : BadOption.pairs(args)) {
            String value = option.getLast();
            switch (option.getFirst()) {
                case "--kafka" -> bootstrap = value;
                case "--check" -> check = value;
                case "--phase" -> phase = value;
                case "--mails" -> mails = Path.of(value);
                case "--clients" -> clients = BadOption.atLeast(1, value);
                case "--first" -> first = BadOption.atLeast(0, value);
                case "--rate" -> rate = BadOption.atLeast(0, value);
                case "--window" -> window = BadOption.atLeast(1, value);
                case "--seconds" -> seconds = BadOption.atLeast(1, value);
                case "--metrics" -> metrics = value;
                default -> throw new BadOption("unknown option " + option.getFirst());
            }
        }
        Subject subject = subject(phase, clients, mails);
        return new Asking(bootstrap, check, subject, first, rate, window, Duration.ofSeconds(seconds), metrics);
    }

    private static Subject subject(String phase, int clients, Path mails) throws IOException {
        return switch (phase) {
            case "connect" -> Strangers.connecting(clients);
            case "recipient" -> Strangers.naming("alice@postern.test", clients);
            case "message" -> MailFolder.read(mails);
            default -> throw new BadOption("unknown phase " + phase);
        };
    }
}
