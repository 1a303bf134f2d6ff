package io.postern.bench;

import io.postern.contract.Verdict;
import io.postern.contract.Verdict.Outcome;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What one check answered, and how soon. */
final class Answers {

    private final List<Long> waits = new ArrayList<>();
    private final List<Long> works = new ArrayList<>();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);

    /** @param waited nanoseconds from question to verdict */
    void add(long waited, Verdict verdict) {
        waits.add(waited);
        works.add(TimeUnit.MICROSECONDS.toNanos(verdict.elapsedMicros()));
        outcomes.merge(verdict.outcome(), 1, Integer::sum);
    }

    void print(String check, int asked, Duration elapsed, PrintStream out) {
        Figures wait = figures(waits, elapsed);
        out.printf(
                Locale.ROOT,
                "%s: %d questions, %s, %d without verdict; %.0f/s, wait %s; in the check itself %s%n",
                check,
                asked,
                outcomes,
                asked - waits.size(),
                wait.mailsPerSecond(),
                percentiles(wait),
                percentiles(figures(works, elapsed)));
    }

    private static Figures figures(List<Long> nanos, Duration elapsed) {
        long[] all = nanos.stream().mapToLong(Long::longValue).toArray();
        return new Figures(all.length, 0, elapsed, all, Duration.ZERO);
    }

    private static String percentiles(Figures figures) {
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms, p95 %.2f ms, p99 %.2f ms",
                figures.waitMillis(50),
                figures.waitMillis(95),
                figures.waitMillis(99));
    }
}
