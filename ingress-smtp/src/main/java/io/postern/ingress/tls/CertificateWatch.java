package io.postern.ingress.tls;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Looks at the certificates' files every second: a renewed one is used without a restart. */
@ApplicationScoped
class CertificateWatch {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Tls tls;
    private final Thread thread = Thread.ofVirtual().name("certificates").unstarted(this::run);

    CertificateWatch(Tls tls) {
        this.tls = tls;
    }

    void start(@Observes StartupEvent event) {
        if (tls.available()) {
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                tls.refresh();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
