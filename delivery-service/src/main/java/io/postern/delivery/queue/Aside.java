package io.postern.delivery.queue;

import io.postern.delivery.RootCause;
import io.postern.delivery.queue.Bell.Listener;
import io.postern.delivery.route.Way;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * What becomes of those who were taken from the queue for a transfer, and get none now. Their rows are changed in the
 * database with {@link #settle}; a change that fails is made with a later one, lest they be out of everybody's reach until
 * their lease lapses. For one thread.
 */
final class Aside {

    private static final Logger LOG = Logger.getLogger(Aside.class);
    private static final Said NO_ROUTE = new Said("4.4.4", "no route: mail for this domain is held", null);

    private final Finisher finisher;
    private final Holding holding;
    private final Bell bell;
    private final Deferral deferral;
    private final Clock clock;
    private final Duration lease;
    private final List<Change> changes = new ArrayList<>();

    private record Change(List<Recipient> recipients, Statement statement, Instant latest) {}

    @FunctionalInterface
    private interface Statement {
        void run() throws SQLException;
    }

    /** @param lease after which others may have them, whatever became of the change */
    Aside(Finisher finisher, Holding holding, Bell bell, Deferral deferral, Clock clock, Duration lease) {
        this.finisher = finisher;
        this.holding = holding;
        this.bell = bell;
        this.deferral = deferral;
        this.clock = clock;
        this.lease = lease;
    }

    /** The routes say that mail for there waits. */
    void hold(Recipient recipient, Way.Waiting way) {
        finish(recipient, deferral.later(recipient, way.destination(), NO_ROUTE, way.retries()));
    }

    /** The domain has become one of ours. */
    void redirect(Recipient recipient, Way here) {
        change(List.of(recipient), () -> {
            holding.redirect(List.of(recipient), here.destination());
            bell.ring(Listener.MAILBOXES);
        });
    }

    /** They have waited for so long that others may have them soon. */
    void giveBack(List<Recipient> stale, String destination) {
        change(stale, () -> holding.redirect(stale, destination));
    }

    /** The destination is left alone for a time. Those whose own time is over are not put off any more. */
    void putOff(List<Recipient> cleared, String destination, Instant until) {
        Instant now = clock.instant();
        List<Recipient> putOff = new ArrayList<>();
        for (Recipient recipient : cleared) {
            if (now.isBefore(recipient.expiresAt)) {
                putOff.add(recipient);
            } else {
                String last = recipient.reply == null ? "nothing gets through to " + destination : recipient.reply;
                finish(recipient, Result.failed(destination, new Said("4.4.7", last, null)));
            }
        }
        change(putOff, () -> holding.putOff(putOff, destination, until));
    }

    private void change(List<Recipient> recipients, Statement statement) {
        changes.add(new Change(recipients, statement, clock.instant().plus(lease)));
    }

    /** How many recipients wait for their rows to be changed. */
    int pending() {
        return changes.stream().mapToInt(change -> change.recipients().size()).sum();
    }

    /** Changes the rows of all for whom that is still to be done. */
    void settle() {
        Instant now = clock.instant();
        changes.removeIf(change -> made(change) || change.latest().isBefore(now));
    }

    private boolean made(Change change) {
        try {
            change.statement().run();
            return true;
        } catch (SQLException | RuntimeException e) { // whatever it is, the others go on
            LOG.warnf(
                    "recipients not given back to the queue yet recipients=%d cause=%s",
                    change.recipients().size(), RootCause.of(e));
            return false;
        }
    }

    private void finish(Recipient recipient, Result result) {
        finisher.add(List.of(new Attempt(recipient, result, clock.instant(), Duration.ZERO)));
    }
}
