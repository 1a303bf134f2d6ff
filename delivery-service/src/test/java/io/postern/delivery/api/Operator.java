package io.postern.delivery.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Who asks over HTTP. */
@ApplicationScoped
class Operator {

    static final String READER = "rita:reads";
    static final String OPERATOR = "otto:operates";
    static final String NEITHER = "nils:neither";

    private final HttpClient http = HttpClient.newHttpClient();

    record Answer(int status, JsonNode body) {

        String error() {
            return body.path("error").asText();
        }

        /** The fields of that name in the items, with a space between. */
        String items(String field) {
            StringBuilder found = new StringBuilder();
            body.path("items")
                    .forEach(item -> found.append(' ').append(item.path(field).asText()));
            return found.toString().strip();
        }
    }

    Answer get(String path) {
        return ask("GET", path, READER);
    }

    Answer post(String path) {
        return ask("POST", path, OPERATOR);
    }

    Answer delete(String path) {
        return ask("DELETE", path, OPERATOR);
    }

    Answer put(String path, String body) {
        return ask("PUT", path, OPERATOR, body);
    }

    Answer ask(String method, String path, @Nullable String login) {
        return ask(method, path, login, "");
    }

    Answer ask(String method, String path, @Nullable String login, String body) {
        HttpResponse<String> response = send(method, "/delivery" + path, login, body);
        try {
            return new Answer(response.statusCode(), new ObjectMapper().readTree(response.body()));
        } catch (IOException e) {
            throw new IllegalStateException(response.body(), e);
        }
    }

    /** What is there for everybody. */
    String text(String path) {
        return send("GET", path, null, "").body();
    }

    /** What is no JSON. */
    String raw(String path) {
        return send("GET", "/delivery" + path, OPERATOR, "").body();
    }

    private HttpResponse<String> send(String method, String path, @Nullable String login, String body) {
        String port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", String.class);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + path.replace("<>", "%3C%3E")))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        if (login != null) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
