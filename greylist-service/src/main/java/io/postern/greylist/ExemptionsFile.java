package io.postern.greylist;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postern.check.file.BadFile;
import io.postern.check.file.WatchedFile;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The exemptions in force: the operator's file, which is read again when it changes, and the list that comes with us. */
@Singleton
class ExemptionsFile {

    private static final String SHIPPED = "/known-senders.yaml";

    private final Optional<WatchedFile<Exemptions>> file;
    private final Exemptions shipped;

    ExemptionsFile(GreylistSettings settings, MeterRegistry meters) {
        this.shipped = settings.knownSenders() ? shipped() : Exemptions.NONE;
        this.file = settings.exemptionsFile()
                .map(path -> WatchedFile.open(
                        "postern.greylist.exemptions-file", path, settings.reload(), ExemptionsText::parse));
        file.ifPresent(
                watched -> Gauge.builder("postern.greylist.exemptions.refused", watched, it -> it.refused() ? 1 : 0)
                        .description("1 while the file of exemptions is refused and an older one is in force")
                        .register(meters));
    }

    static Exemptions shipped() {
        try (InputStream in = ExemptionsFile.class.getResourceAsStream(SHIPPED)) {
            return ExemptionsText.parse(
                    new String(Objects.requireNonNull(in, SHIPPED).readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BadFile e) {
            throw new IllegalStateException(SHIPPED, e);
        }
    }

    /** Before the consumers start: a bad file refuses the start. */
    void open(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        file.ifPresent(WatchedFile::watch);
    }

    @PreDestroy
    void close() {
        file.ifPresent(WatchedFile::close);
    }

    /** Whoever is in one of them is exempt. */
    Stream<Exemptions> inForce() {
        return Stream.concat(file.map(WatchedFile::get).stream(), Stream.of(shipped));
    }
}
