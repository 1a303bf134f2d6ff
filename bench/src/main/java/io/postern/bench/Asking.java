package io.postern.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to ask.
 *
 * @param bootstrap where Kafka is
 * @param checks whose verdicts are counted; a question is answered when all of them have
 * @param subject what the questions are about
 * @param first the number of the first question's subject: other numbers are not in the check's memory
 * @param rate questions a second; 0: as fast as {@code window} allows
 * @param window how many questions may be without an answer; more wait
 * @param warmup so many questions go ahead, as fast as they are answered, and are not counted
 * @param duration of the measurement
 * @param processes where the ids of the processes are whose processor time is told; {@code null}: it is not
 * @param metrics where the check's figures are; empty: they are not told
 */
record Asking(
        String bootstrap,
        Set<String> checks,
        Subject subject,
        int first,
        int rate,
        int window,
        int warmup,
        Duration duration,
        @Nullable Path processes,
        String metrics) {

    static final String USAGE = """
            bench/checks [--kafka HOST:PORT] [--check rbl] [--clients 1000] [--first 0] [--rate 0] [--window 256]
                         [--warmup 0] [--seconds 10] [--phase connect|recipient|message] [--mails FOLDER]
                         [--processes FOLDER] [--metrics http://HOST:PORT/q/metrics]

            Sends questions to the checks, past the ingress, and counts the verdicts of one of them, or of several with
            commas in between, which then all have to answer: about connecting clients; with --phase recipient about a
            recipient, for whom each client has a sender of its own; with --phase message about the mails of a folder in
            turns, each with a header of its own, so that none was seen before.
            --clients: so many different addresses in turns, beginning with number --first. --rate: questions a second; 0:
            as many as there are answers. --warmup: so many questions ahead, uncounted, for ten minutes at most.
            --processes: the folder run of a stack, to be told what each of its processes spends on a question.""";

    /** @throws IOException if the folder of mails cannot be read */
    static Asking parse(String... args) throws IOException {
        String bootstrap = "localhost:19092";
        Set<String> checks = Set.of("rbl");
        String phase = "connect";
        Path mails = Path.of("");
        int clients = 1000;
        int first = 0;
        int rate = 0;
        int window = 256;
        int warmup = 0;
        int seconds = 10;
        @Nullable Path processes = null;
        String metrics = "";
        for (List<String> option : BadOption.pairs(args)) {
            String value = option.getLast();
            switch (option.getFirst()) {
                case "--kafka" -> bootstrap = value;
                case "--check" -> checks = Set.of(value.split(","));
                case "--phase" -> phase = value;
                case "--mails" -> mails = Path.of(value);
                case "--clients" -> clients = BadOption.atLeast(1, value);
                case "--first" -> first = BadOption.atLeast(0, value);
                case "--rate" -> rate = BadOption.atLeast(0, value);
                case "--window" -> window = BadOption.atLeast(1, value);
                case "--warmup" -> warmup = BadOption.atLeast(0, value);
                case "--processes" -> processes = Path.of(value);
                case "--seconds" -> seconds = BadOption.atLeast(1, value);
                case "--metrics" -> metrics = value;
                default -> throw new BadOption("unknown option " + option.getFirst());
            }
        }
        Subject subject = subject(phase, clients, mails);
        Duration duration = Duration.ofSeconds(seconds);
        return new Asking(bootstrap, checks, subject, first, rate, window, warmup, duration, processes, metrics);
    }

    /** What was spent so far; nothing if nobody asks. */
    Expenses expenses() throws IOException {
        return processes == null ? new Expenses(Map.of()) : Expenses.of(processes);
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
