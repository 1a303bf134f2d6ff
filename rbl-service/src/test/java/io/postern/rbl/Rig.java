package io.postern.rbl;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postern.check.Finding;
import io.postern.check.dns.TestDns;
import io.postern.check.lists.DnsLists;
import io.postern.check.lists.Standing;
import io.postern.check.lists.WatchedList;
import io.postern.check.service.Identity;
import io.postern.contract.ConnectionOpened;
import io.postern.contract.Golden;
import io.postern.contract.Json;
import io.postern.contract.ListJudged;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The check with all that belongs to it but Kafka. Its clock goes only when it is told. */
final class Rig {

    static final Duration DEADLINE = Duration.ofMillis(700);

    private static final Identity SELF = new Identity("rbl", "rbl-test", Set.of(Phase.CONNECT, Phase.RECIPIENT));

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final DnsLists lists;
    final RblCheck check;

    private final Path file;
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");

    private final Clock clock = new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    /** Lists of this text, asked of these servers, all probed once. */
    Rig(String text, InetSocketAddress... servers) {
        try {
            file = Files.createTempFile("rbl", ".yaml");
            Files.writeString(file, text);
            RblSettings settings = settings(file, 50);
            var dns = TestDns.asking(DEADLINE, servers);
            lists = new DnsLists(
                    file,
                    RblLists.PURPOSE,
                    settings,
                    new DnsLists.Surroundings(dns, SELF, new Publisher(producer), clock, meters));
            check = new RblCheck(lists, settings);
            file.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        probe();
    }

    /** Only the lists of a file: nobody answers, and nothing is probed. */
    static DnsLists open(Path file) {
        return new DnsLists(
                file,
                RblLists.PURPOSE,
                settings(file, 50),
                new DnsLists.Surroundings(
                        TestDns.asking(DEADLINE, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)),
                        SELF,
                        new Publisher(
                                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer())),
                        Clock.systemUTC(),
                        new SimpleMeterRegistry()));
    }

    private static RblSettings settings(Path file, int clients) {
        return new RblSettings() {
            @Override
            public Path listsFile() {
                return file;
            }

            @Override
            public Duration reload() {
                return Duration.ofSeconds(1);
            }

            @Override
            public Duration deadline() {
                return DEADLINE;
            }

            @Override
            public Probe probe() {
                return new Probe() {
                    @Override
                    public Duration interval() {
                        return Duration.ofMinutes(1);
                    }

                    @Override
                    public Duration retry() {
                        return Duration.ofSeconds(5);
                    }
                };
            }

            @Override
            public Breaker breaker() {
                return new Breaker() {
                    @Override
                    public int clients() {
                        return clients;
                    }

                    @Override
                    public Duration coolDown() {
                        return Duration.ofMinutes(10);
                    }
                };
            }
        };
    }

    /** The file has this text now, and it has been noticed. */
    void rewrite(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lists.readAgainIfChanged();
    }

    /** Probes every list once, due or not, and waits for the outcome. */
    void probe() {
        lists.probe().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    void after(Duration time) {
        now = now.plus(time);
    }

    Standing standing(String list) {
        return list(list).standing();
    }

    WatchedList list(String name) {
        return lists.inForce().all().stream()
                .filter(watched -> watched.list().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the list is asked. */
    void awaitAsked(String list) {
        await(list, () -> standing(list).asked());
    }

    /** Waits until the list is out of service: it is no longer only in doubt, with a probe under way. */
    void awaitOut(String list) {
        await(list, () -> standing(list).out());
    }

    /** Waits until a look-up of the list has failed: what was to make sure of its answer is no longer under way. */
    void awaitFailed(String list) {
        await(list, () -> lookups(list, "FAILED") > 0);
    }

    private void await(String list, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(list + " is " + standing(list));
            }
            Thread.onSpinWait();
        }
    }

    /**
     * Probes until the list is back; a resolver may need a moment of real time to see that a server is. At least once, and
     * later than all that is under way, which then tells nothing new.
     */
    void back(String list) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            if (System.nanoTime() > end) {
                throw new AssertionError(list + " is " + standing(list));
            }
            after(Duration.ofSeconds(1));
            probe();
        } while (!standing(list).asked());
    }

    Finding client(String ip) {
        try {
            return check.check(new ConnectionOpened(session(ip, "client.example", false)));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Finding sender(String sender, String helo) {
        try {
            return check.check(new RecipientOffered(session("192.0.2.1", helo, false), sender, "alice@postern.test"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static Session session(String ip, String helo, boolean outgoing) {
        Session any = Golden.SESSION;
        return new Session(
                any.id(),
                any.host(),
                any.instance(),
                any.listener(),
                ip,
                any.clientPort(),
                any.openedAt(),
                helo,
                any.protocol(),
                null,
                any.tls(),
                outgoing);
    }

    /** What was told to other instances. */
    List<ListJudged> told() {
        return producer.history().stream()
                .map(record -> Json.read(record.value(), ListJudged.class))
                .toList();
    }

    double lookups(String list, String result) {
        return meters.counter("postern.rbl.lookups", "list", list, "result", result)
                .count();
    }
}
