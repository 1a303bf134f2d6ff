package io.postern.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a check's own metrics say of its look-ups. */
record CheckMetrics(Map<String, Double> counters) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final List<String> TOLD =
            List.of("postern_dns_cache_hits_total", "postern_dns_lookups_seconds_count");

    /** @param url empty: nothing is read */
    static CheckMetrics read(String url) throws IOException, InterruptedException {
        Map<String, Double> counters = new TreeMap<>();
        if (!url.isEmpty()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            try (HttpClient http = HttpClient.newHttpClient()) {
                http.send(request, HttpResponse.BodyHandlers.ofString())
                        .body()
                        .lines()
                        .forEach(line -> {
                            if (TOLD.stream().anyMatch(line::startsWith)) {
                                String sample = line.replaceFirst(" # .*", ""); // without its example
                                int value = sample.lastIndexOf(' ');
                                counters.put(sample.substring(0, value), Double.valueOf(sample.substring(value + 1)));
                            }
                        });
            }
        }
        return new CheckMetrics(counters);
    }

    /** What happened meanwhile, a line a counter. */
    List<String> since(CheckMetrics later, Duration elapsed) {
        return later.counters.entrySet().stream()
                .map(counter -> {
                    double more = counter.getValue() - counters.getOrDefault(counter.getKey(), 0.0);
                    return String.format(
                            Locale.ROOT, "%s: %.0f, %.0f/s", counter.getKey(), more, more * 1e9 / elapsed.toNanos());
                })
                .toList();
    }
}
