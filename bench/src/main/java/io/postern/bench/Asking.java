package io.postern.bench;

import java.time.Duration;
import java.util.List;

/**
 * What to ask.
 *
 * @param bootstrap where Kafka is
 * @param check whose verdicts are counted
 * @param clients how many different addresses ask in turns; those after the first round are in the check's memory
 * @param first the first of the addresses, as a number: other addresses are not in the memory
 * @param rate questions a second; 0: as fast as {@code window} allows
 * @param window how many questions may be without an answer; more wait
 * @param duration of the measurement
 * @param recipients whether it is recipients that are asked about, each client with a sender of its own, and not connections
 * @param metrics where the check's figures are; empty: they are not told
 */
record Asking(
        String bootstrap,
        String check,
        int clients,
        int first,
        int rate,
        int window,
        Duration duration,
        boolean recipients,
        String metrics) {

    static final String USAGE = """
            bench/checks [--kafka HOST:PORT] [--check rbl] [--clients 1000] [--first 0] [--rate 0] [--window 256]
                         [--seconds 10] [--phase connect|recipient] [--metrics http://HOST:PORT/q/metrics]

            Sends questions to the checks, past the ingress, and counts the verdicts of one of them: about connecting
            clients, or with --phase recipient about a recipient, for whom each client has a sender of its own. --clients: so many different addresses in turns, beginning with number --first. --rate: questions a
            second; 0: as many as there are answers.""";

    static Asking parse(String... args) {
        Asking asking = new Asking("localhost:19092", "rbl", 1000, 0, 0, 256, Duration.ofSeconds(10), false, "");
        for (List<String> option : BadOption.pairs(args)) {
            asking = asking.with(option.getFirst(), option.getLast());
        }
        return asking;
    }

    private Asking with(String option, String value) {
        return switch (option) {
            case "--kafka" -> new Asking(value, check, clients, first, rate, window, duration, recipients, metrics);
            case "--check" -> new Asking(bootstrap, value, clients, first, rate, window, duration, recipients, metrics);
            case "--clients" ->
                new Asking(
                        bootstrap,
                        check,
                        BadOption.atLeast(1, value),
                        first,
                        rate,
                        window,
                        duration,
                        recipients,
                        metrics);
            case "--first" ->
                new Asking(
                        bootstrap,
                        check,
                        clients,
                        BadOption.atLeast(0, value),
                        rate,
                        window,
                        duration,
                        recipients,
                        metrics);
            case "--rate" ->
                new Asking(
                        bootstrap,
                        check,
                        clients,
                        first,
                        BadOption.atLeast(0, value),
                        window,
                        duration,
                        recipients,
                        metrics);
            case "--window" ->
                new Asking(
                        bootstrap,
                        check,
                        clients,
                        first,
                        rate,
                        BadOption.atLeast(1, value),
                        duration,
                        recipients,
                        metrics);
            case "--seconds" ->
                new Asking(
                        bootstrap,
                        check,
                        clients,
                        first,
                        rate,
                        window,
                        Duration.ofSeconds(BadOption.atLeast(1, value)),
                        recipients,
                        metrics);
            case "--phase" ->
                new Asking(
                        bootstrap, check, clients, first, rate, window, duration, value.equals("recipient"), metrics);
            case "--metrics" -> new Asking(bootstrap, check, clients, first, rate, window, duration, recipients, value);
            default -> throw new BadOption("unknown option " + option);
        };
    }
}
