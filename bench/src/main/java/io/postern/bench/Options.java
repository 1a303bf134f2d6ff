package io.postern.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What to measure.
 *
 * @param targets one, or two to be compared: the load goes to them in turns
 * @param sessions the numbers of parallel sessions, one measurement each
 * @param mails of one measurement
 * @param warmup mails sent before the first measurement and not counted
 * @param size bytes of a mail
 * @param rounds how often each measurement is made; the median is told
 * @param idle connections that are open and silent in a second measurement, to be compared with the first
 * @param calls connections one after the other that end with RCPT, instead of mails; 0: mails are sent
 * @param drip connections that send a mail a byte a second in that measurement
 * @param sender the reverse-path
 * @param recipients taken in turns, one a mail
 * @param pids processes whose processor time is counted, their children's too
 * @param runDir where a local stack keeps its pid files; its processes are counted
 */
record Options(
        List<Target> targets,
        List<Integer> sessions,
        int mails,
        int warmup,
        int size,
        int rounds,
        int idle,
        int calls,
        int drip,
        String sender,
        List<String> recipients,
        List<Long> pids,
        Optional<Path> runDir) {

    static final String USAGE = """
            bench/run [--port N | --target HOST:PORT] [--vs HOST:PORT] [--sessions 1,16,100] [--mails 2000]
                      [--warmup 500] [--size 4096] [--rounds 1, with --vs 3]
                      [--calls N] [--idle N] [--drip N] [--from ADDRESS] [--to ADDRESS,...] [--pids N,... | --data DIR]

            A target with @ADDRESS behind it is called from that address of this machine.
            With --calls no mails are sent: so many connections one after the other, each up to the reply to RCPT.
            With --idle or --drip each measurement is made without and with so many more connections, the idle ones
            silent, the others sending a byte a second.
            Counts processor time for --pids, or for the local stack whose data lie in DIR.""";

    static Options parse(String... args) {
        Target target = new Target("127.0.0.1", 2525, "");
        List<Target> peers = new ArrayList<>();
        List<Integer> sessions = List.of(1, 16, 100);
        int mails = 2000;
        int warmup = 500;
        int size = 4096;
        int rounds = 0;
        int idle = 0;
        int calls = 0;
        int drip = 0;
        String sender = "bench@sender.example";
        List<String> recipients = List.of("alice@postern.test", "bob@postern.test", "carol@postern.test");
        List<Long> pids = List.of();
        Optional<Path> runDir = Optional.empty();
        for (List<String> option : BadOption.pairs(args)) {
            String value = option.getLast();
            switch (option.getFirst()) {
                case "--port", "--target" -> target = Target.parse(value);
                case "--vs" -> peers.add(Target.parse(value));
                case "--sessions" ->
                    sessions = words(value).stream()
                            .map(word -> BadOption.atLeast(1, word))
                            .toList();
                case "--mails" -> mails = BadOption.atLeast(1, value);
                case "--warmup" -> warmup = BadOption.atLeast(0, value);
                case "--size" -> size = BadOption.atLeast(Mails.SMALLEST, value);
                case "--rounds" -> rounds = BadOption.atLeast(1, value);
                case "--idle" -> idle = BadOption.atLeast(0, value);
                case "--calls" -> calls = BadOption.atLeast(1, value);
                case "--drip" -> drip = BadOption.atLeast(0, value);
                case "--from" -> sender = value;
                case "--to" -> recipients = words(value);
                case "--pids" ->
                    pids = words(value).stream()
                            .map(word -> (long) BadOption.atLeast(1, word))
                            .toList();
                case "--data" -> runDir = Optional.of(Path.of(value, "run"));
                default -> throw new BadOption("unknown option " + option.getFirst());
            }
        }
        peers.addFirst(target);
        return new Options(
                List.copyOf(peers),
                sessions,
                mails,
                warmup,
                size,
                rounds > 0 ? rounds : peers.size() > 1 ? 3 : 1,
                idle,
                calls,
                drip,
                sender,
                recipients,
                pids,
                runDir);
    }

    private static List<String> words(String value) {
        return Arrays.stream(value.split(",")).map(String::strip).toList();
    }
}
