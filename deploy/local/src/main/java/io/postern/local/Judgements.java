package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.InvalidRecord;
import io.postern.contract.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Asks the anti-spam check of a stack what it makes of a mail, and why. */
final class Judgements {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The heaviest; the others would not change what one thinks. */
    private static final int MOST_RULES = 8;

    private final URI place;
    private final String authorization;

    Judgements(StackOptions at) {
        this.place = URI.create("http://127.0.0.1:" + at.port(Port.ANTISPAM_HTTP) + "/antispam/judgements");
        this.authorization = at.folder().operator().authorization();
    }

    /** As the service writes it. */
    private record Judgement(double score, double limit, List<Hit> hits) {

        String inWords() {
            return String.format(Locale.ROOT, "%.2f (spam from %.0f on)", score, limit);
        }
    }

    private record Hit(String rule, double score) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %.2f", rule, score);
        }
    }

    /** One line of a table: what it comes to, and the rules that hold. */
    record Line(String score, String rules) {}

    /** @throws IOException if it does not say */
    Line of(DemoMail mail) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(place)
                .timeout(PATIENCE)
                .header("Authorization", authorization)
                .header("Content-Type", "message/rfc822")
                .POST(BodyPublishers.ofString(mail.text(), UTF_8))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException("answered " + response.statusCode());
            }
            return line(Json.read(response.body(), Judgement.class));
        } catch (InvalidRecord e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Line line(Judgement judgement) {
        String rules =
                judgement.hits().stream().limit(MOST_RULES).map(Hit::toString).collect(Collectors.joining(", "));
        int more = judgement.hits().size() - MOST_RULES;
        return new Line(judgement.inWords(), more > 0 ? rules + ", and " + more + " more" : rules);
    }
}
