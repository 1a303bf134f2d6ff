package io.postern.rbl;

import io.micrometer.core.instrument.MeterRegistry;
import io.postern.check.dns.Dns;
import io.postern.check.dns.DnsAnswer;
import io.postern.check.dns.DnsAnswer.Failure;
import io.postern.rbl.Standing.Change;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks lists what they have to know (RFC 5782 section 5): of addresses 127.0.0.2 is listed and 127.0.0.1 is not, of
 * names TEST is and INVALID is not. And one that nobody has asked for before, which no memory on the way can answer.
 */
@Singleton
class Prober {

    private static final Logger LOG = Logger.getLogger(Prober.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration LONGEST_KEEP_OUT = Duration.ofDays(1);

    private final Dns dns;
    private final ListsFile lists;
    private final Announcer announcer;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Duration coolDown;
    private final Thread ticker = Thread.ofVirtual().name("probes").unstarted(this::tick);

    Prober(Dns dns, ListsFile lists, Announcer announcer, Clock clock, MeterRegistry meters, RblSettings settings) {
        this.dns = dns;
        this.lists = lists;
        this.announcer = announcer;
        this.clock = clock;
        this.meters = meters;
        this.coolDown = settings.breaker().coolDown();
    }

    void open(@Observes StartupEvent start) {
        ticker.start();
    }

    @PreDestroy
    void close() {
        ticker.interrupt();
    }

    private void tick() {
        try {
            while (true) {
                try {
                    probeWhatIsDue();
                } catch (RuntimeException e) {
                    LOG.error("probes not made, trying again", e); // without probes no list would come back
                }
                Thread.sleep(TICK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed, and the thread ends here
        }
    }

    /** Starts what is due; does not wait. */
    void probeWhatIsDue() {
        for (WatchedList watched : lists.all()) {
            if (watched.standing().due(clock.instant())) {
                var unused = probe(watched);
            }
        }
    }

    /**
     * A look-up of the list failed: it is not asked until a probe, made at once, has told whether it is well.
     *
     * @param began when the look-up began
     */
    void doubt(WatchedList watched, Instant began, String cause) {
        if (!watched.standing().doubt(began, clock.instant())) {
            return;
        }
        if (watched.failures().count(true)) {
            found(watched, Fault.of("many look-ups fail, the last one: " + cause));
        } else {
            var unused = probe(watched);
        }
    }

    /** Look-ups found the list to be wrong. */
    void found(WatchedList watched, Fault fault) {
        judged(watched, watched.standing().foundBroken(fault, clock.instant()));
    }

    Instant now() {
        return clock.instant();
    }

    /** The list has so many clients all of a sudden that it cannot be their fault. */
    void suspend(WatchedList watched) {
        int percent = (int) Math.round(100 * watched.hitRate().share());
        found(watched, new Fault("lists " + percent + " % of the clients, far more than before", coolDown));
    }

    /** Completes when the probe has had its effect. */
    CompletableFuture<Void> probe(WatchedList watched) {
        DnsList list = watched.list();
        List<CompletableFuture<@Nullable Fault>> findings = new ArrayList<>();
        if (!list.ofAddresses()) {
            findings.add(listed(list, TEST));
            findings.add(notListed(list, INVALID));
            findings.add(notListed(list, QueryName.ofNobody(list, false)));
        }
        if (list.ofAddresses() && list.ipv4()) {
            addressProbes(list, false, findings);
        }
        if (list.ofAddresses() && list.ipv6()) {
            addressProbes(list, true, findings);
        }
        return CompletableFuture.allOf(findings.toArray(CompletableFuture<?>[]::new))
                .thenRun(() -> judge(
                        watched,
                        findings.stream()
                                .map(CompletableFuture::join)
                                .filter(Objects::nonNull)
                                .toList()));
    }

    private static final Name TEST = label("test");
    private static final Name INVALID = label("invalid");

    private static Name label(String label) {
        try {
            return Name.fromString(label);
        } catch (TextParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void addressProbes(DnsList list, boolean ipv6, List<CompletableFuture<@Nullable Fault>> findings) {
        findings.add(listed(list, QueryName.ofTestAddress(2, ipv6)));
        findings.add(notListed(list, QueryName.ofTestAddress(1, ipv6)));
        findings.add(notListed(list, QueryName.ofNobody(list, ipv6)));
    }

    /**
     * Whether the list has somebody whom no list can have.
     *
     * @return absent if it has not
     */
    CompletableFuture<DnsAnswer> control(DnsList list, boolean ipv6) {
        Name unlisted = list.ofAddresses() ? QueryName.ofTestAddress(1, ipv6) : INVALID;
        return ask(list, QueryName.ofNobody(list, ipv6))
                .thenCombine(ask(list, unlisted), (one, other) -> one.absent() ? other : one)
                .thenApply(answer -> error(answer) == null ? answer : DnsAnswer.failed(Failure.REFUSED));
    }

    private CompletableFuture<@Nullable Fault> listed(DnsList list, Name entry) {
        return ask(list, entry).thenApply(answer -> {
            if (answer.failed()) {
                return failure(answer);
            }
            if (answer.absent()) {
                return Fault.of("the test entry " + entry + " is not listed");
            }
            return error(answer);
        });
    }

    private CompletableFuture<@Nullable Fault> notListed(DnsList list, Name entry) {
        return ask(list, entry).thenApply(answer -> {
            if (answer.failed()) {
                return failure(answer);
            }
            if (answer.absent()) {
                return null;
            }
            Fault error = error(answer);
            return error == null ? everybody(answer) : error;
        });
    }

    private CompletableFuture<DnsAnswer> ask(DnsList list, Name entry) {
        Name name = QueryName.under(list, entry);
        if (name == null) {
            return CompletableFuture.completedFuture(DnsAnswer.failed(Failure.MALFORMED));
        }
        return dns.askAnew(name, Type.A);
    }

    /** What it means if somebody is listed who cannot be: wrong answers may be in memories for as long as they say. */
    static Fault everybody(DnsAnswer answer) {
        Duration ttl = Duration.ofSeconds(answer.ttl());
        return new Fault("lists everybody", ttl.compareTo(LONGEST_KEEP_OUT) > 0 ? LONGEST_KEEP_OUT : ttl);
    }

    private static @Nullable Fault failure(DnsAnswer answer) {
        return answer.failure() == Failure.OVERLOADED ? TELLS_NOTHING : Fault.of(cause(answer));
    }

    /** Of a look-up that failed here: the list is neither well nor broken. */
    private static final Fault TELLS_NOTHING = Fault.of("");

    static String cause(DnsAnswer answer) {
        return String.valueOf(answer.failure()).toLowerCase(Locale.ROOT);
    }

    private static @Nullable Fault error(DnsAnswer answer) {
        return answer.records(ARecord.class)
                .map(ARecord::getAddress)
                .filter(address -> DnsList.isError(address.getAddress()))
                .findFirst()
                .map(address -> Fault.of("answers with the error " + address.getHostAddress()))
                .orElse(null);
    }

    private void judge(WatchedList watched, List<Fault> faults) {
        if (faults.contains(TELLS_NOTHING)) {
            watched.standing().unclear(clock.instant());
            return;
        }
        Fault worst = faults.stream()
                .max((one, other) -> one.keepOut().compareTo(other.keepOut()))
                .orElse(null);
        count(watched.list(), worst == null);
        if (worst == null) {
            judged(watched, watched.standing().well(clock.instant()));
        } else {
            judged(watched, watched.standing().broken(worst, clock.instant()));
        }
    }

    private void judged(WatchedList watched, Change change) {
        if (change == Change.PUT_BACK) {
            watched.hitRate().clear();
            watched.failures().clear();
        }
        announcer.judged(watched.standing(), change);
    }

    private void count(DnsList list, boolean good) {
        meters.counter("postern.rbl.probes", "list", list.name(), "result", good ? "GOOD" : "BAD")
                .increment();
    }
}
