package io.postern.ingress.defence;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.session.Reply;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes no more mail while delivery is so far behind that Kafka could drop what we have promised. What was owed when
 * Kafka was last asked grows older until it tells something better; before it has told anything, mail is taken.
 */
@ApplicationScoped
class CustodyGuard implements Limit {

    private static final Logger LOG = Logger.getLogger(CustodyGuard.class);
    private static final Reply CLOSED =
            Reply.of(451, "4.3.0", "Temporary failure, try again later").because("custody-guard");

    private final Duration most;
    private final Clock clock;
    private volatile boolean asked;
    private volatile @Nullable Instant oldest;

    // Touched by announce() only, and that is called by one thread.
    private boolean closed;

    /** @throws IllegalArgumentException naming the setting that is wrong */
    CustodyGuard(IngressConfig config, Clock clock, MeterRegistry metrics) {
        this.most = config.defence().custodyGuard();
        this.clock = clock;
        if (most.isNegative() || most.isZero()) {
            throw new IllegalArgumentException("postern.ingress.defence.custody-guard: not a time to wait: " + most);
        }
        Gauge.builder("postern.custody.age", this, CustodyGuard::seconds)
                .description("of the oldest approved mail that delivery has not taken over; 0 if it has all of it")
                .baseUnit("seconds")
                .register(metrics);
    }

    /**
     * Kafka was asked.
     *
     * @param approved when the oldest mail was approved that delivery has not taken over; {@code null} if there is none
     */
    void owed(@Nullable Instant approved) {
        oldest = approved;
        asked = true;
    }

    /** Says in the log when the guard has closed or opened. To be called again and again, by one thread. */
    void announce() {
        Instant since = oldest;
        if (closed(since) != closed) {
            closed = !closed;
            if (closed) {
                LOG.errorf("custody guard closes, mail is told 451 oldest=%s guard=%s", since, most);
            } else {
                LOG.infof("custody guard opens oldest=%s guard=%s", since, most);
            }
        }
    }

    /** Whether mail is refused. */
    boolean closed() {
        return closed(oldest);
    }

    @Override
    public @Nullable Reply refusal(Client client) {
        return closed() ? CLOSED : null;
    }

    private boolean closed(@Nullable Instant since) {
        return since != null && age(since).compareTo(most) > 0;
    }

    private Duration age(Instant since) {
        return Duration.between(since, clock.instant());
    }

    private double seconds() {
        Instant since = oldest;
        if (since == null) {
            return asked ? 0 : Double.NaN;
        }
        // Another instance's clock may be ahead of ours.
        return Math.max(0, age(since).toMillis() / 1000.0);
    }
}
