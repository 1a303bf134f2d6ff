package io.postern.ingress;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Looks once a second at all that may change: it takes effect without a restart. */
@ApplicationScoped
class Watch {

    private static final Logger LOG = Logger.getLogger(Watch.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final List<Watched> all;
    private final Thread thread = Thread.ofVirtual().name("watch").unstarted(this::run);

    Watch(@All List<Watched> all) {
        this.all = all;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                for (Watched one : all) {
                    look(one);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(Watched one) throws InterruptedException {
        try {
            one.look();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // The others have to be looked at, and this one again in a second.
            LOG.errorf("cannot be looked at what=%s cause=%s", one.getClass().getSimpleName(), e);
        }
    }
}
