package io.postern.delivery.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.postern.delivery.DeliverySettings;
import io.postern.delivery.RootCause;
import io.postern.delivery.mailbox.MailFile.Content;
import io.postern.delivery.queue.Bell.Listener;
import io.postern.delivery.relay.Relay;
import io.postern.delivery.relay.pace.Pace;
import io.postern.delivery.relay.pace.Pass;
import io.postern.delivery.relay.pace.Turn;
import io.postern.delivery.route.Router;
import io.postern.delivery.route.Routes;
import io.postern.delivery.route.Way;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands mail for elsewhere to transfers: of each destination a few, each as fast as it takes them, so that neither a dead
 * destination nor one with a long queue stands in the way of the others.
 */
@ApplicationScoped
class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    /** So long a transfer may wait in hand for its turn; for longer it goes back into the queue. */
    private static final Duration IN_HAND = Duration.ofSeconds(5);

    private static final int DESTINATIONS = 100_000;

    private final Holding holding;
    private final StoredContent stored;
    private final Router ways;
    private final Relay relay;
    private final Finisher finisher;
    private final Bell bell;
    private final DeliverySettings.Relay settings;
    private final Clock clock = Clock.systemUTC();
    private final Deferral deferral = new Deferral(clock, new Random());
    private final Pace pace = new Pace(DESTINATIONS, clock);
    private final Lanes lanes = new Lanes();
    private final UnderWay underWay = new UnderWay();
    private final Supply supply;
    private final Aside aside;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("transfer-", 0).factory());
    private final Counter uncertain;
    private final Counter lapsed;
    private Routes routesSeen;

    Dispatcher(
            Queue queue,
            Holding holding,
            StoredContent stored,
            Router ways,
            Relay relay,
            Finisher finisher,
            Bell bell,
            MeterRegistry metrics,
            DeliverySettings settings) {
        this.holding = holding;
        this.stored = stored;
        this.ways = ways;
        this.relay = relay;
        this.finisher = finisher;
        this.bell = bell;
        this.settings = settings.relay();
        this.supply = new Supply(
                queue,
                lanes,
                underWay,
                pace,
                bell,
                this::room,
                settings.relay(),
                settings.queue().poll());
        this.aside = new Aside(
                finisher, holding, bell, deferral, clock, settings.relay().lease());
        this.routesSeen = ways.routes();
        this.uncertain = Counter.builder("postern.deliveries.uncertain")
                .description("Recipients that may have a mail although no reply said so, and may get it twice")
                .register(metrics);
        this.lapsed = Counter.builder("postern.deliveries.lapsed")
                .description(
                        "Recipients that an instance had in hand when it died: if it had sent the mail, they get it twice")
                .register(metrics);
        metrics.gauge("postern.delivery.transfers", underWay, UnderWay::transfers);
        metrics.gauge("postern.delivery.destinations.left.alone", pace, Pace::leftAlone);
    }

    /** In one thread at a time. @return whether there may be more to do at once */
    boolean step() throws SQLException {
        if (!ways.routes().equals(routesSeen)) {
            routesSeen = ways.routes();
            holding.reconsider(Way.Waiting.DESTINATION);
            bell.ring(Listener.NETWORK);
        }
        begin();
        // One after the other: what the first has brought must be in hand when the second fails.
        boolean some = take(supply.first());
        return take(supply.more()) || some;
    }

    private boolean take(List<Recipient> claimed) {
        if (claimed.isEmpty()) {
            return false;
        }
        lapsed.increment((double) claimed.stream().filter(one -> one.lapsed).count());
        sort(claimed);
        begin();
        return true;
    }

    private int room() {
        return settings.recipientsInHand()
                - lanes.recipients()
                - underWay.recipients()
                - finisher.pending()
                - aside.pending();
    }

    /** Those who may get a mail in one transaction: what stands in front of it tells for whose sake it is forwarded. */
    private record Together(Way.Network way, @Nullable String original) {}

    /** Makes transfers of recipients, of a mail and to a destination each. */
    private void sort(List<Recipient> claimed) {
        long latest =
                System.nanoTime() + settings.lease().minus(settings.attempt()).toNanos();
        Map<Mail, List<Recipient>> byMail = new LinkedHashMap<>();
        for (Recipient recipient : claimed) {
            byMail.computeIfAbsent(recipient.mail, mail -> new ArrayList<>()).add(recipient);
        }
        Map<String, Content> contents = ahead(byMail.keySet());
        for (Map.Entry<Mail, List<Recipient>> mail : byMail.entrySet()) {
            Map<Together, List<Recipient>> together = new LinkedHashMap<>();
            for (Recipient recipient : mail.getValue()) {
                Way way = ways.way(mail.getKey().approval(), recipient.address);
                if (!way.destination().equals(recipient.destination)) {
                    supply.renamed(recipient.destination);
                }
                switch (way) {
                    case Way.Network network ->
                        together.computeIfAbsent(new Together(network, recipient.original), key -> new ArrayList<>())
                                .add(recipient);
                    case Way.Waiting waiting -> aside.hold(recipient, waiting);
                    case Way.Mailbox here -> aside.redirect(recipient, here);
                    case Way.NoMailbox here -> aside.redirect(recipient, here);
                }
            }
            Content content = contents.get(mail.getKey().id);
            together.forEach((key, of) -> lanes.add(new Transfer(key.way(), of, content, latest)));
        }
    }

    /** The contents of the small ones, in one query. Whatever is not there, its transfer reads. */
    private Map<String, Content> ahead(Collection<Mail> mails) {
        try {
            return stored.of(Ahead.of(mails, lanes.bytes() + underWay.bytes()));
        } catch (SQLException e) {
            LOG.warnf("contents not read ahead cause=%s", RootCause.of(e));
            return Map.of();
        }
    }

    /** Begins what may begin, a transfer of each destination in turn. */
    private void begin() {
        for (boolean begun = true; begun; ) {
            begun = false;
            for (String destination : lanes.destinations()) {
                begun |= underWay.transfers() < settings.transfers() && begin(destination);
            }
        }
        aside.settle();
    }

    private boolean begin(String destination) {
        Transfer next = lanes.next(destination);
        if (next.stale()) {
            aside.giveBack(lanes.begin(destination).recipients(), destination);
            return lanes.waits(destination);
        }
        switch (pace.ask(destination, next.way().pace())) {
            case Turn.Go(Pass pass) -> {
                start(lanes.begin(destination), pass);
                return lanes.waits(destination);
            }
            case Turn.AfterAnother another -> {
                return false;
            }
            case Turn.NotBefore(Instant at) -> {
                if (at.isAfter(clock.instant().plus(IN_HAND))) {
                    aside.putOff(lanes.clear(destination), destination, at);
                }
                return false;
            }
        }
    }

    private void start(Transfer transfer, Pass pass) {
        underWay.begin(transfer, !pace.proven(transfer.way().destination()));
        threads.execute(() -> {
            try (pass) {
                Transfer.Done done = transfer.run(relay, stored, deferral, clock, settings.attempt());
                uncertain.increment((double) done.uncertain());
                finisher.add(done.attempts());
                if (done.failed()) {
                    pass.failed();
                } else if (done.worked()) {
                    boolean failedBefore = pass.worked();
                    if (failedBefore || transfer.parked()) {
                        wake(transfer.way().destination());
                    }
                }
            } finally {
                underWay.end(transfer);
                bell.stir(Listener.NETWORK);
            }
        });
    }

    /** What waited because nothing got through need not wait any longer. */
    private void wake(String destination) {
        try {
            LOG.infof("mail gets through again destination=%s woken=%d", destination, holding.wake(destination));
            bell.ring(Listener.NETWORK);
        } catch (SQLException | RuntimeException e) {
            LOG.warnf(
                    "destination not woken, its mail comes in its time destination=%s cause=%s",
                    destination, RootCause.of(e));
        }
    }

    /** Begins nothing more, and waits for what is under way; what takes too long is broken off. */
    void stop(Duration patience) throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("stopped in the middle of transfers; they come again when their lease lapses");
            }
        }
    }
}
