package io.postern.delivery.queue;

import io.postern.delivery.DeliverySettings;
import io.postern.delivery.mailbox.MailFile.Content;
import io.postern.delivery.route.Router;
import io.postern.delivery.route.Way;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One batch from the queue to the mailboxes and back: claimed, attempted side by side, announced, noted. In this order,
 * so that whatever breaks on the way comes again when the lease lapses, and finds what was done already.
 *
 * <p>A batch of whatever size takes eight round trips to the database: three to claim (one of them the commit), one for
 * the small contents, four to finish; and one more for each chunk of a large mail.
 */
final class Round {

    private final Queue queue;
    private final Holding holding;
    private final Settlement settlement;
    private final StoredContent stored;
    private final Router ways;
    private final Deliverer deliverer;
    private final AttemptTracer tracer;
    private final Announcer announcer;
    private final Executor writers;
    private final DeliverySettings.Queue settings;

    Round(
            Queue queue,
            Holding holding,
            Settlement settlement,
            StoredContent stored,
            Router ways,
            Deliverer deliverer,
            AttemptTracer tracer,
            Announcer announcer,
            Executor writers,
            DeliverySettings.Queue settings) {
        this.queue = queue;
        this.holding = holding;
        this.settlement = settlement;
        this.stored = stored;
        this.ways = ways;
        this.deliverer = deliverer;
        this.tracer = tracer;
        this.announcer = announcer;
        this.writers = writers;
        this.settings = settings;
    }

    /** A recipient whose mail goes to one of our mailboxes, or is settled. */
    private record Here(Recipient recipient, Way way) {}

    /** @return whether there is more to do at once */
    boolean run() throws SQLException, IOException {
        // An attempt not begun by then is left to the next holder of the lease.
        long latest = System.nanoTime() + settings.lease().toNanos() / 2;
        List<Recipient> claimed = queue.claim(settings.batch(), settings.lease());
        if (claimed.isEmpty()) {
            return false;
        }
        List<Here> here = new ArrayList<>();
        boolean redirected = false;
        for (Recipient recipient : claimed) {
            Way way = ways.way(recipient.mail.approval(), recipient.address);
            if (recipient.settled() || way.destination().equals(Way.HERE)) {
                here.add(new Here(recipient, way));
            } else {
                holding.redirect(List.of(recipient), way.destination());
                redirected = true;
            }
        }
        boolean told = settlement.finish(announcer.announce(tracer.traced(attempt(here, latest))), true);
        return redirected || told || claimed.size() == settings.batch();
    }

    private List<Attempt> attempt(List<Here> here, long latest) throws SQLException {
        Map<String, Content> contents = stored.of(here.stream()
                .map(Here::recipient)
                .filter(recipient -> !recipient.settled())
                .map(recipient -> recipient.mail)
                .toList());
        List<CompletableFuture<Optional<Attempt>>> underWay = here.stream()
                .map(one -> CompletableFuture.supplyAsync(() -> attempt(one, contents, latest), writers))
                .toList();
        return underWay.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Attempt> attempt(Here one, Map<String, Content> contents, long latest) {
        return System.nanoTime() > latest
                ? Optional.empty()
                : Optional.of(deliverer.attempt(one.recipient(), one.way(), contents));
    }
}
