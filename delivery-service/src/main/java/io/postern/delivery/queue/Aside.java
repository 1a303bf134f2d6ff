package io.postern.delivery.queue;

import io.postern.delivery.queue.Bell.Listener;
import io.postern.delivery.route.Way;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What becomes of those who were taken from the queue for a transfer, and get none now. */
final class Aside {

    private static final Said NO_ROUTE = new Said("4.4.4", "no route: mail for this domain is held", null);

    private final Finisher finisher;
    private final Holding holding;
    private final Bell bell;
    private final Deferral deferral;
    private final Clock clock;

    Aside(Finisher finisher, Holding holding, Bell bell, Deferral deferral, Clock clock) {
        this.finisher = finisher;
        this.holding = holding;
        this.bell = bell;
        this.deferral = deferral;
        this.clock = clock;
    }

    /** The routes say that mail for there waits. */
    void hold(Recipient recipient, Way.Waiting way) {
        finish(recipient, deferral.later(recipient, way.destination(), NO_ROUTE, way.retries()));
    }

    /** The domain has become one of ours. */
    void redirect(Recipient recipient, Way here) throws SQLException {
        holding.redirect(List.of(recipient), here.destination());
        bell.ring(Listener.MAILBOXES);
    }

    /** The destination is left alone for a time. Those whose own time is over are not put off any more. */
    void putOff(List<Recipient> cleared, String destination, Instant until) throws SQLException {
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
        holding.putOff(putOff, destination, until);
    }

    private void finish(Recipient recipient, Result result) {
        finisher.add(List.of(new Attempt(recipient, result, clock.instant(), Duration.ZERO)));
    }
}
