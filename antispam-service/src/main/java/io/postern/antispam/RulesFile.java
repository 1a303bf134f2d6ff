package io.postern.antispam;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postern.antispam.rule.Scores;
import io.postern.antispam.rule.ScoresText;
import io.postern.check.file.WatchedFile;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Optional;

/** The rules in force: those that come with us, and above them the operator's file, which is read again when it changes. */
@Singleton
class RulesFile {

    private final Scores shipped = ScoresText.shipped();
    private final Optional<WatchedFile<Scores>> file;

    RulesFile(AntispamSettings settings, MeterRegistry meters) {
        this.file = settings.rulesFile()
                .map(path -> WatchedFile.open(
                        "postern.antispam.rules-file",
                        path,
                        settings.reload(),
                        text -> ScoresText.parse(text, shipped)));
        file.ifPresent(watched -> Gauge.builder("postern.antispam.rules.refused", watched, it -> it.refused() ? 1 : 0)
                .description("1 while the file of rules is refused and an older one is in force")
                .register(meters));
    }

    /** Before the consumers start: a bad file refuses the start. */
    void open(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        file.ifPresent(WatchedFile::watch);
    }

    @PreDestroy
    void close() {
        file.ifPresent(WatchedFile::close);
    }

    Scores inForce() {
        return file.map(WatchedFile::get).orElse(shipped);
    }
}
