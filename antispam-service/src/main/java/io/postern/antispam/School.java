package io.postern.antispam;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postern.antispam.learned.Classifier;
import io.postern.antispam.learned.Shelf;
import io.postern.check.file.Lookout;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Keeps the classifier at what was taught, and what was taught within its limits. */
@Singleton
class School {

    private static final Logger LOG = Logger.getLogger(School.class);

    private final Shelf shelf;
    private final AntispamSettings.Learned settings;
    private final Classifier classifier;
    private final Lookout refresher;

    School(DataSource database, Shelf shelf, AntispamSettings settings, MeterRegistry meters) {
        this.shelf = shelf;
        this.settings = settings.learned();
        this.classifier = new Classifier(database, this.settings.least());
        this.refresher = new Lookout("refresh what was learned", this.settings.refresh(), classifier::refresh);
        Gauge.builder(
                        "postern.antispam.learned.mails",
                        classifier,
                        it -> it.mails().spam())
                .description("Mails that were learned and count, by what they were called")
                .tag("kind", "spam")
                .register(meters);
        Gauge.builder(
                        "postern.antispam.learned.mails",
                        classifier,
                        it -> it.mails().ham())
                .tag("kind", "ham")
                .register(meters);
        Gauge.builder("postern.antispam.learned.tokens", classifier, Classifier::tokens)
                .description("Tokens in memory")
                .register(meters);
    }

    void open(@Observes StartupEvent start) {
        classifier.refresh();
        refresher.start();
    }

    @PreDestroy
    void close() {
        refresher.close();
    }

    @Produces
    Classifier classifier() {
        return classifier;
    }

    @Scheduled(
            every = "1m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void expire() {
        try {
            int gone = shelf.expire(settings.memory(), settings.mails(), settings.tokens());
            if (gone > 0) {
                LOG.infof("too old or too many, forgotten mails=%d", gone);
            }
        } catch (SQLException e) {
            LOG.warnf("nothing expired, trying again later cause=%s", e);
        }
    }
}
