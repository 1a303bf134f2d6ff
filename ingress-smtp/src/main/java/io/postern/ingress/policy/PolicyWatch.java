package io.postern.ingress.policy;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Looks at the policy file every second: a change takes effect without a restart. */
@ApplicationScoped
class PolicyWatch {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final PolicyFile file;
    private final Thread thread = Thread.ofVirtual().name("policy").unstarted(this::run);

    PolicyWatch(PolicyFile file) {
        this.file = file;
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
                Thread.sleep(LOOK);
                file.refresh();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
