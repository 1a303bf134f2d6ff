package io.postern.rbl;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postern.check.Finding;
import io.postern.check.dns.TestDns;
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
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The check with all that belongs to it but Kafka. Its clock goes only when it is told. */
final class Rig {

    static final Duration DEADLINE = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ListsFile lists;
    final RblCheck check;

    private final Path file;
    private final Prober prober;
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
            lists = new ListsFile(settings, clock, meters);
            Identity self = new Identity("rbl", "rbl-test", Set.of(Phase.CONNECT, Phase.RECIPIENT));
            Announcer announcer = new Announcer(self, new Publisher(producer), clock);
            TestEntries entries = new TestEntries(dns);
            prober = new Prober(entries, lists, announcer, clock, meters, settings);
            check = new RblCheck(lists, new Inquiry(dns, entries, prober), settings);
            file.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        probe();
    }

    static RblSettings settings(Path file, int clients) {
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
        CompletableFuture<?>[] all = lists.all().stream().map(prober::probe).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(all)
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    void after(Duration time) {
        now = now.plus(time);
    }

    Standing standing(String list) {
        return lists.list(list).orElseThrow().standing();
    }

    /** Waits until the standing is as it has to be. */
    void await(String list, boolean asked) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (standing(list).asked() != asked) {
            if (System.nanoTime() > end) {
                throw new AssertionError(list + " is " + standing(list));
            }
            Thread.onSpinWait();
        }
    }

    /** Probes until the list is back; a resolver may need a moment of real time to see that a server is. */
    void back(String list) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!standing(list).asked()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(list + " is " + standing(list));
            }
            after(Duration.ofSeconds(1));
            probe();
        }
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
