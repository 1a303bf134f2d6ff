package io.postern.bench;

import static java.util.Comparator.comparingDouble;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The command line of the load generator. */
final class Bench {

    private final Options options;
    private final Processes processes;
    private final PrintStream out;
    private final Load load;

    Bench(Options options, Processes processes, PrintStream out) {
        this.options = options;
        this.processes = processes;
        this.out = out;
        this.load = new Load(new Mails(options.size(), options.sender()), options.sender(), options.recipients());
    }

    public static void main(String[] args) throws InterruptedException {
        try {
            Options options = Options.parse(args);
            Processes processes =
                    options.runDir().isPresent() ? Processes.of(options.runDir().get()) : Processes.of(options.pids());
            new Bench(options, processes, System.out).run();
        } catch (BadOption e) {
            System.err.println(e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    void run() throws IOException, InterruptedException {
        if (options.calls() > 0) {
            runCalls();
            return;
        }
        for (Target target : options.targets()) {
            if (options.warmup() > 0) {
                load.run(target, Math.min(16, options.warmup()), options.warmup());
            }
        }
        out.println(
                "target                 sessions   mails  refused   mails/s   p50 ms   p95 ms   p99 ms CPU ms/mail");
        for (int sessions : options.sessions()) {
            List<Figures> medians = compare(sessions);
            for (int i = 0; i < medians.size(); i++) {
                print(options.targets().get(i), sessions, medians.get(i));
            }
            if (medians.size() > 1) {
                printRatios(sessions, medians);
            }
            if (options.idle() + options.drip() > 0) {
                withBystanders(sessions, medians.get(0));
            }
        }
    }

    /** A first quarter goes ahead uncounted. */
    private void runCalls() throws IOException {
        Calls calls = new Calls(
                options.targets(), options.sender(), options.recipients().get(0));
        calls.run(Math.max(1, options.calls() / 4));
        List<Figures> all = calls.run(options.calls());
        out.println("from connecting to the reply to RCPT   calls   p50 ms   p95 ms   p99 ms");
        for (int i = 0; i < all.size(); i++) {
            printCalls(options.targets().get(i).toString(), options.calls(), waits(all.get(i)));
        }
        for (int i = 1; i < all.size(); i++) {
            double[] ours = waits(all.get(0));
            double[] peer = waits(all.get(i));
            printCalls("  ours more than " + options.targets().get(i), options.calls(), new double[] {
                ours[0] - peer[0], ours[1] - peer[1], ours[2] - peer[2]
            });
        }
    }

    private static double[] waits(Figures figures) {
        return new double[] {figures.waitMillis(50), figures.waitMillis(95), figures.waitMillis(99)};
    }

    private void printCalls(String what, int calls, double[] waits) {
        out.printf(Locale.ROOT, "%-38s %5d %8.2f %8.2f %8.2f%n", what, calls, waits[0], waits[1], waits[2]);
    }

    /** The same once more, among connections that do next to nothing. */
    private void withBystanders(int sessions, Figures alone) throws IOException, InterruptedException {
        Target target = options.targets().get(0);
        String recipient = options.recipients().get(0);
        try (Bystanders others = new Bystanders(target, options.idle(), options.drip(), options.sender(), recipient)) {
            Figures among = measure(target, sessions);
            others.stillThere();
            print(target, sessions, among);
            out.printf(
                    Locale.ROOT,
                    "  among %d idle and %d slow connections to alone: mails/s x%.2f, p50 x%.2f, p95 x%.2f, p99 x%.2f%n",
                    options.idle(),
                    options.drip(),
                    ratio(among, alone, Figures::mailsPerSecond),
                    ratio(among, alone, figures -> figures.waitMillis(50)),
                    ratio(among, alone, figures -> figures.waitMillis(95)),
                    ratio(among, alone, figures -> figures.waitMillis(99)));
        }
    }

    /** Measures the targets in turns, so that whatever else the machine does hits all alike; the median round of each. */
    private List<Figures> compare(int sessions) throws IOException, InterruptedException {
        List<List<Figures>> rounds = new ArrayList<>();
        options.targets().forEach(target -> rounds.add(new ArrayList<>()));
        for (int round = 0; round < options.rounds(); round++) {
            for (int i = 0; i < rounds.size(); i++) {
                rounds.get(i).add(measure(options.targets().get(i), sessions));
            }
        }
        return rounds.stream().map(Bench::median).toList();
    }

    private Figures measure(Target target, int sessions) throws IOException, InterruptedException {
        if (processes.isEmpty()) {
            return load.run(target, sessions, options.mails());
        }
        Duration idle = processes.idle();
        Duration before = processes.cpu();
        Figures figures = load.run(target, sessions, options.mails());
        processes.settle(idle);
        return figures.withCpu(processes.cpu().minus(before));
    }

    private static Figures median(List<Figures> rounds) {
        List<Figures> sorted =
                rounds.stream().sorted(comparingDouble(Figures::mailsPerSecond)).toList();
        return sorted.get(sorted.size() / 2);
    }

    private void print(Target target, int sessions, Figures figures) {
        out.printf(
                Locale.ROOT,
                "%-22s %8d %7d %8d %9.1f %8.2f %8.2f %8.2f %11s%n",
                target,
                sessions,
                figures.accepted(),
                figures.refused(),
                figures.mailsPerSecond(),
                figures.waitMillis(50),
                figures.waitMillis(95),
                figures.waitMillis(99),
                processes.isEmpty() ? "-" : String.format(Locale.ROOT, "%.2f", figures.cpuMillisPerMail()));
    }

    private void printRatios(int sessions, List<Figures> medians) {
        Figures ours = medians.get(0);
        for (int i = 1; i < medians.size(); i++) {
            Figures peer = medians.get(i);
            out.printf(
                    Locale.ROOT,
                    "  ours to %s at %d sessions: mails/s x%.2f, p50 x%.2f, p95 x%.2f, p99 x%.2f%n",
                    options.targets().get(i),
                    sessions,
                    ratio(ours, peer, Figures::mailsPerSecond),
                    ratio(ours, peer, figures -> figures.waitMillis(50)),
                    ratio(ours, peer, figures -> figures.waitMillis(95)),
                    ratio(ours, peer, figures -> figures.waitMillis(99)));
        }
    }

    private static double ratio(Figures ours, Figures peer, ToDoubleFunction<Figures> figure) {
        return figure.applyAsDouble(ours) / figure.applyAsDouble(peer);
    }
}
