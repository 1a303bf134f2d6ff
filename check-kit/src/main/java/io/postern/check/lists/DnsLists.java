package io.postern.check.lists;

import io.micrometer.core.instrument.MeterRegistry;
import io.postern.check.dns.Dns;
import io.postern.check.service.Identity;
import io.postern.contract.Publisher;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** The lists of one check: read from the operator's file, watched, and asked. Safe for use by many threads. */
public final class DnsLists implements AutoCloseable {

    /** With whom it speaks: the DNS, and the other instances of the check. */
    public record Surroundings(Dns dns, Identity self, Publisher publisher, Clock clock, MeterRegistry meters) {}

    private final ListsFile lists;
    private final Prober prober;
    private final Inquiry inquiry;
    private final Announcer announcer;
    private final Surroundings around;
    private @Nullable ListsTable table;

    /**
     * Reads the file.
     *
     * @throws io.quarkus.runtime.configuration.ConfigurationException naming the setting, if it cannot be read or is bad
     */
    public DnsLists(Path file, Purpose purpose, ListsSettings settings, Surroundings around) {
        Figures figures = new Figures(around.meters, around.self.check());
        TestEntries entries = new TestEntries(around.dns);
        this.around = around;
        this.lists = new ListsFile(file, purpose, settings, around.clock, figures);
        this.announcer = new Announcer(around.self, around.publisher, around.clock);
        this.prober = new Prober(
                entries,
                lists,
                announcer,
                around.clock,
                figures,
                settings.breaker().coolDown());
        this.inquiry = new Inquiry(around.dns, entries, prober);
    }

    /**
     * Begins to read the file again when it changes, to probe the lists, and to hear what others find. A list is not asked
     * before its first good probe.
     *
     * @param broker how to reach Kafka
     */
    public synchronized void watch(Map<String, Object> broker) {
        lists.watch();
        prober.start();
        table = new ListsTable(broker, around.self, lists, announcer, around.clock);
        table.start();
    }

    @Override
    public synchronized void close() {
        lists.close();
        prober.close();
        if (table != null) {
            table.close();
        }
    }

    /** The lists in force. */
    public Lists inForce() {
        return lists.inForce();
    }

    /** How each list stands, for the operator. It is up whatever the lists are. */
    public HealthCheckResponse health() {
        HealthCheckResponseBuilder health =
                HealthCheckResponse.named("lists").up().withData("shared", hearing());
        for (WatchedList watched : inForce().all()) {
            health.withData(watched.list().name(), watched.standing().toString());
        }
        return health.build();
    }

    /** Whether what other instances find is heard. */
    private synchronized boolean hearing() {
        return table != null && table.reading();
    }

    /**
     * Asks each of the lists that has such; does not wait.
     *
     * @param subject what is looked up, without the zone: {@link QueryName}
     * @param group counts once in the share that a list has: a client's network, a name
     */
    public List<Question> ask(List<WatchedList> asked, Name subject, Family family, long group) {
        return inquiry.ask(asked, subject, family, group);
    }

    /** What was answered to all of them until {@code end}, by System.nanoTime(). */
    public List<Opinion> await(List<Question> questions, long end) throws InterruptedException {
        return inquiry.await(questions, end);
    }

    /** What a list itself says of a listing; empty if it does not, or not before {@code end}. */
    public String text(Opinion opinion, long end) throws InterruptedException {
        return inquiry.text(opinion, end);
    }

    /** Looks at the file now. */
    public void readAgainIfChanged() {
        lists.readAgainIfChanged();
    }

    /** Probes each list now, due or not. Completes when that has had its effect. */
    public CompletableFuture<Void> probe() {
        return CompletableFuture.allOf(
                inForce().all().stream().map(prober::probe).toArray(CompletableFuture<?>[]::new));
    }
}
