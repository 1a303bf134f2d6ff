package io.postern.ingress.defence;

import io.postern.ingress.IngressConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks Kafka again and again what delivery owes, and tells the guard. */
@ApplicationScoped
class CustodyWatch {

    private static final Logger LOG = Logger.getLogger(CustodyWatch.class);

    private final CustodyGuard guard;
    private final Supplier<OwedMail> open;
    private final Duration pause;
    private final Thread thread = new Thread(this::run, "custody");

    // Touched by the thread only.
    private @Nullable OwedMail owed;
    private @Nullable Class<?> failed;

    @Inject
    CustodyWatch(
            CustodyGuard guard, IngressConfig config, @Identifier("default-kafka-broker") Map<String, Object> broker) {
        this(guard, config, () -> OwedMail.open(broker, config.defence().custodyGroup()));
    }

    /** @throws IllegalArgumentException naming the setting that is wrong */
    CustodyWatch(CustodyGuard guard, IngressConfig config, Supplier<OwedMail> open) {
        this.guard = guard;
        this.open = open;
        this.pause = config.defence().custodyLook();
        if (pause.isNegative() || pause.isZero()) {
            throw new IllegalArgumentException("postern.ingress.defence.custody-look: not a time to wait: " + pause);
        }
    }

    void start(@Observes StartupEvent event) {
        thread.setDaemon(true);
        thread.start();
    }

    @PreDestroy
    void stop() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                look();
                Thread.sleep(pause);
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("custody watch stopped");
        } finally {
            if (owed != null) {
                owed.close();
            }
        }
    }

    /** Asks once. Whatever goes wrong, the guard keeps what it knew, and says so if that has become too old. */
    void look() throws InterruptedException {
        try {
            if (owed == null) {
                owed = open.get();
            }
            guard.owed(owed.oldest());
            succeeded();
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            failed(e);
        }
        guard.announce();
    }

    private void succeeded() {
        if (failed != null) {
            failed = null;
            LOG.info("Kafka tells again what delivery owes");
        }
    }

    /** One line for each kind of cause, not one for each look. */
    private void failed(RuntimeException cause) {
        if (!cause.getClass().equals(failed)) {
            failed = cause.getClass();
            LOG.warnf(
                    "Kafka does not tell what delivery owes, trying again everyMs=%d cause=%s",
                    pause.toMillis(), cause);
        }
    }
}
