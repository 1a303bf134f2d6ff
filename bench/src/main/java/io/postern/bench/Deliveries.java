package io.postern.bench;

import io.postern.contract.MailApproved;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;

/** How fast delivery-service brings approved mail to where it belongs, and what that costs. */
final class Deliveries {

    private static final int USERS = 100;
    private static final int TOGETHER = 10;
    private static final int STATEMENTS_OF = 2000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String ALL_OWED = "select count(*) from recipient where due_at is not null";

    private final DeliveryOptions options;
    private final DeliveryStack stack;
    private final PrintStream out;

    private Deliveries(DeliveryOptions options, DeliveryStack stack, PrintStream out) {
        this.options = options;
        this.stack = stack;
        this.out = out;
    }

    public static void main(String[] args) throws InterruptedException {
        try {
            DeliveryOptions options = DeliveryOptions.parse(args);
            try (DeadHosts hosts = new DeadHosts(options.sinkPort());
                    SmtpPrograms programs = new SmtpPrograms(options.sinkPort());
                    DeliveryStack stack =
                            new DeliveryStack(options.data(), options.portOffset(), files(options, hosts))) {
                Deliveries deliveries = new Deliveries(options, stack, System.out);
                switch (options.what()) {
                    case "mailboxes" -> deliveries.mailboxes();
                    case "relay" -> deliveries.relay(programs);
                    case "dead" -> deliveries.dead();
                    default -> throw new BadOption("unknown measurement " + options.what());
                }
            }
        } catch (BadOption e) {
            System.err.println(e.getMessage());
            System.err.println(DeliveryOptions.USAGE);
            System.exit(2);
        } catch (IOException | TimeoutException | KafkaException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static Map<String, String> files(DeliveryOptions options, DeadHosts hosts) throws IOException {
        boolean dead = options.what().equals("dead");
        Map<String, String> files = new HashMap<>(hosts.open(options.living(), dead ? options.dead() : 0));
        String users = IntStream.range(0, USERS).mapToObj(i -> "u" + i).collect(Collectors.joining(", "));
        files.put("directory.yaml", "domains:\n  bench.test:\n    mailboxes: [" + users + "]\n");
        files.put("routes.yaml", """
                routes:
                  - domains: [far.example]
                    to: 127.0.0.1:%d
                    tls: none
                    concurrency: %d
                    rate: 1000000/s
                  - domains: ["*"]
                    to: mx
                    tls: none
                """.formatted(options.sinkPort(), options.connections()));
        files.put("delivery-service.properties", properties(settings(options)));
        return files;
    }

    private static Map<String, String> settings(DeliveryOptions options) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("postern.delivery.relay.port", Integer.toString(options.sinkPort()));
        settings.put("postern.delivery.relay.loopback", "true");
        settings.put("postern.delivery.host-name", "bench.example");
        return settings;
    }

    private static String properties(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private void mailboxes() throws IOException, InterruptedException, TimeoutException {
        List<List<String>> groups = IntStream.range(0, options.mails())
                .mapToObj(i -> List.of("u" + i % USERS + "@bench.test"))
                .toList();
        measured(groups.subList(0, options.warmup()));
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            rates.add(measured(groups));
        }
        out.printf(Locale.ROOT, "mailboxes: median %.0f mails/s, %s%n", median(rates), memory());
        tellStatements("u0@bench.test");
    }

    private void relay(SmtpPrograms programs) throws IOException, InterruptedException, TimeoutException {
        List<List<String>> groups = Collections.nCopies(options.mails(), List.of("friend@far.example"));
        measured(groups.subList(0, options.warmup()));
        List<Double> ours = new ArrayList<>();
        List<Double> straight = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            ours.add(measured(groups));
            Duration took = programs.send(options.mails(), options.size(), options.connections());
            straight.add(rate(options.mails(), took));
        }
        out.printf(
                Locale.ROOT,
                "relay: median %.0f mails/s over %d connections; smtp-source straight to the sink %.0f; ratio %.2f; %s%n",
                median(ours),
                options.connections(),
                median(straight),
                median(ours) / median(straight),
                memory());
        tellStatements("friend@far.example");
    }

    /** Approves of a mail to each group, as fast as Kafka takes it, and waits until all have theirs. */
    private double measured(List<List<String>> groups) throws IOException, InterruptedException, TimeoutException {
        try (Arrivals arrivals = new Arrivals(stack.kafka());
                Approvals approvals = new Approvals(stack.kafka(), options.size())) {
            List<MailApproved> mails = approvals.write(groups);
            Processes processes = stack.processes();
            Duration before = processes.cpu();
            Processes service = Processes.of(List.of(stack.pid()));
            Duration serviceBefore = service.cpu();
            long started = approvals.approve(mails);
            arrivals.await(groups.size(), address -> true, PATIENCE);
            double rate = rate(groups.size(), Duration.ofNanos(arrivals.last() - started));
            out.printf(
                    Locale.ROOT,
                    "%d mails: %.0f/s, CPU ms/mail: delivery %.2f, all %.2f%n",
                    groups.size(),
                    rate,
                    millis(service.cpu().minus(serviceBefore)) / groups.size(),
                    millis(processes.cpu().minus(before)) / groups.size());
            return rate;
        }
    }

    /** In a run of its own: writing them down costs much. */
    private void tellStatements(String recipient) throws IOException, InterruptedException, TimeoutException {
        stack.logStatements(true);
        int before = stack.statements().size();
        measured(Collections.nCopies(STATEMENTS_OF, List.of(recipient)));
        Map<String, Long> kinds = stack.statements().stream()
                .skip(before)
                .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
        long all = kinds.values().stream().mapToLong(Long::longValue).sum();
        stack.logStatements(false);
        out.printf(Locale.ROOT, "statements a mail: %.3f %s%n", (double) all / STATEMENTS_OF, kinds);
    }

    private void dead() throws IOException, InterruptedException, TimeoutException {
        List<List<String>> living = groups(options.living(), options.recipients(), false);
        List<List<String>> dead = groups(options.dead(), options.recipients(), true);
        List<List<String>> both = new ArrayList<>(dead);
        // Evenly among the dead.
        for (int i = 0; i < living.size(); i++) {
            both.add((int) ((long) i * both.size() / living.size()), living.get(i));
        }
        List<Double> alone = new ArrayList<>();
        List<Double> among = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            alone.add(queued(living, living.size() * TOGETHER));
            among.add(queued(both, living.size() * TOGETHER));
        }
        out.printf(
                Locale.ROOT,
                "living: median %.0f recipients/s alone, %.0f among %d dead; ratio %.2f%n",
                median(alone),
                median(among),
                options.dead(),
                median(among) / median(alone));
    }

    private static List<List<String>> groups(int domains, int each, boolean dead) {
        List<List<String>> groups = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            for (int first = 0; first < domains; first += TOGETHER) {
                List<String> group = new ArrayList<>();
                for (int j = first; j < Math.min(domains, first + TOGETHER); j++) {
                    group.add("r" + i + "@" + (dead ? DeadHosts.dead(j) : DeadHosts.living(j)));
                }
                groups.add(group);
            }
        }
        return groups;
    }

    /** Has all of it queued first. @return how many of the living had their mail in a second */
    private double queued(List<List<String>> groups, int living)
            throws IOException, InterruptedException, TimeoutException {
        Map<String, String> custodyOnly = settings(options);
        custodyOnly.put("postern.delivery.queue.workers", "0");
        stack.restart(custodyOnly);
        stack.change("delete from mail");
        int recipients = groups.stream().mapToInt(List::size).sum();
        try (Arrivals arrivals = new Arrivals(stack.kafka());
                Approvals approvals = new Approvals(stack.kafka(), options.size())) {
            approvals.approve(approvals.write(groups));
            while (stack.number(ALL_OWED) < recipients) {
                Thread.sleep(500);
            }
            stack.change("analyze");
            long started = System.nanoTime();
            stack.restart(settings(options));
            Duration took = arrivals.await(living, address -> address.endsWith(".living.example"), PATIENCE);
            out.printf(
                    Locale.ROOT,
                    "%d queued: %d living in %.1f s after the first of them, %.1f s after the start; deferred meanwhile %d; %s%n",
                    recipients,
                    living,
                    millis(took) / 1000,
                    (arrivals.last() - started) / 1e9,
                    arrivals.deferred(),
                    memory());
            return rate(living, took);
        }
    }

    private String memory() throws IOException {
        return "delivery had at most " + stack.mostResident() + " MB resident";
    }

    private static double rate(int mails, Duration took) {
        return mails * 1e9 / took.toNanos();
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
