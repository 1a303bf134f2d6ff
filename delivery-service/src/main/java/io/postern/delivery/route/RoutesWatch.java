package io.postern.delivery.route;

import static jakarta.interceptor.Interceptor.Priority.LIBRARY_BEFORE;

import io.postern.delivery.DeliverySettings;
import io.postern.delivery.directory.DirectoryWatch;
import io.postern.delivery.file.Watched;
import io.postern.delivery.relay.Route;
import io.postern.delivery.relay.pace.PaceLimits;
import io.postern.delivery.relay.smtp.Terms;
import io.postern.delivery.relay.smtp.TimeLimits;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Keeps the routes in force. Without a list of the operator's, all goes to the mail exchangers. */
@ApplicationScoped
public class RoutesWatch {

    private final List<Watched<Routes>> file;
    private final Supplier<Routes> current;
    private final RetrySchedule retries;

    RoutesWatch(DeliverySettings settings) {
        this.retries = retries(settings.retries());
        RoutesFile.Defaults defaults = defaults(settings.relay(), retries);
        Routes exchangers = new Routes(
                List.of(new Routes.Rule(
                        List.of("*"),
                        domain -> new Way.Network(
                                new Route.Mx(domain, defaults.port(), defaults.terms()), defaults.pace(), retries))),
                retries);
        this.file = settings.routesFile().stream()
                .map(path -> new Watched<>(path, (Path changed) -> RoutesFile.read(changed, defaults)))
                .toList();
        this.current = file.isEmpty() ? () -> exchangers : file.getFirst()::current;
    }

    private static RetrySchedule retries(DeliverySettings.Retries settings) {
        return new RetrySchedule(settings.waits(), settings.warnAfter(), settings.lifetime());
    }

    private static RoutesFile.Defaults defaults(DeliverySettings.Relay settings, RetrySchedule retries) {
        TimeLimits limits = new TimeLimits(
                settings.connect(),
                settings.reply(),
                settings.reply(),
                settings.reply(),
                settings.reply(),
                settings.finalReply());
        Terms terms = Terms.USUAL.limits(limits).recipients(settings.recipients());
        PaceLimits usual = PaceLimits.USUAL;
        PaceLimits pace = new PaceLimits(
                settings.concurrency(),
                usual.rate(),
                usual.per(),
                settings.failures(),
                settings.pause(),
                settings.longestPause());
        return new RoutesFile.Defaults(terms, pace, retries, settings.port());
    }

    /** Makes the file be read before anything is delivered by it, and a mistake in it stop the start. */
    void start(@Observes @Priority(LIBRARY_BEFORE) StartupEvent event) {}

    @Scheduled(
            every = "${postern.delivery.directory-poll:1s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void look() {
        file.forEach(Watched::look);
    }

    @Produces
    @Singleton
    Router router(DirectoryWatch directory) {
        return new Router(directory::current, current, retries);
    }
}
