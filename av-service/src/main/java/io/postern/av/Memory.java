package io.postern.av;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What came of the scans of mails and of parts. What was found with signatures that no engine has any more is forgotten. */
@Singleton
class Memory {

    private final DigestCache mails;
    private final DigestCache parts;
    private final Engines engines;
    private final Figures figures;

    Memory(AvSettings settings, Engines engines, Figures figures, MeterRegistry meters, Clock clock) {
        AvSettings.Cache cache = settings.cache();
        Checked.atLeast(0, "cache.entries", cache.entries());
        this.mails = new DigestCache(cache.entries(), cache.expiry(), clock);
        this.parts = new DigestCache(cache.entries(), cache.expiry(), clock);
        this.engines = engines;
        this.figures = figures;
        Gauge.builder("postern.av.cache.entries", () -> mails.size() + parts.size())
                .description("Mails and parts whose scan is remembered")
                .register(meters);
    }

    @Nullable
    Report mail(String digest) {
        return found("mail", mails.find(digest, this::holds));
    }

    @Nullable
    Report part(String digest) {
        return found("part", parts.find(digest, this::holds));
    }

    private @Nullable Report found(String of, @Nullable Report report) {
        if (report != null) {
            figures.remembered(of);
        }
        return report;
    }

    void keepMail(String digest, Report report) {
        keep(mails, digest, report);
    }

    void keepPart(String digest, Report report) {
        keep(parts, digest, report);
    }

    private static void keep(DigestCache cache, String digest, Report report) {
        if (!report.unfinished()) {
            cache.put(digest, report);
        }
    }

    private boolean holds(Report report) {
        return report.results().stream().allMatch(result -> engines.has(result.version()));
    }
}
