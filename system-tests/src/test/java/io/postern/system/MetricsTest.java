package io.postern.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.local.Port;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.watch.PromQl;
import io.postern.system.watch.Watched;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever alerts and dashboards ask for is there, at services that run. */
@Order(86)
@ExtendWith(GatewayExtension.class)
class MetricsTest {

    private static final List<Port> SERVICES = List.of(
            Port.INGRESS_HTTP,
            Port.RBL_HTTP,
            Port.ADDRESS_HTTP,
            Port.GREYLIST_HTTP,
            Port.CONTENT_HTTP,
            Port.ANTISPAM_HTTP,
            Port.AV_HTTP,
            Port.DELIVERY_HTTP);

    private static final Pattern SAMPLE = Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)[{ ]", Pattern.MULTILINE);
    private static final Pattern EXEMPLAR = Pattern.compile(
            "^postern_decision_time_seconds_bucket\\{.*# \\{.*trace_id=\"([0-9a-f]{32})\"", Pattern.MULTILINE);

    @Test
    void everyMetricThatIsWatchedExists(Gateway gateway) throws IOException {
        sendMail(gateway);
        Map<String, Set<String>> asked = new TreeMap<>();
        Watched.expressions().forEach((place, expression) -> {
            for (String metric : PromQl.metrics(expression)) {
                asked.computeIfAbsent(metric, name -> new TreeSet<>()).add(place);
            }
        });
        assertThat(asked).hasSizeGreaterThan(20);
        if (gateway.clamd().isEmpty()) {
            System.out.println("no clamd here: metrics of engines are not looked for");
            asked.keySet().removeIf(metric -> metric.startsWith("postern_av_"));
        }
        await("metrics that are asked for").atMost(Gateway.PATIENCE).untilAsserted(() -> {
            Set<String> there = new TreeSet<>();
            for (Port service : SERVICES) {
                SAMPLE.matcher(metrics(gateway, service, "text/plain"))
                        .results()
                        .map(sample -> sample.group(1))
                        .forEach(there::add);
            }
            Map<String, Set<String>> missing = new TreeMap<>(asked);
            missing.keySet().removeAll(there);
            assertThat(missing)
                    .as("metrics that nobody has, and who asks for them")
                    .isEmpty();
        });
    }

    @Test
    void slowDecisionsLeadToTheirTraces(Gateway gateway) throws IOException {
        sendMail(gateway);
        await("an exemplar whose trace has come").atMost(Gateway.PATIENCE).until(() -> {
            String metrics =
                    metrics(gateway, Port.INGRESS_HTTP, "application/openmetrics-text; version=1.0.0; charset=utf-8");
            return EXEMPLAR.matcher(metrics)
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .anyMatch(trace -> !gateway.spans().trace(trace).isEmpty());
        });
    }

    private static void sendMail(Gateway gateway) throws IOException {
        try (SmtpClient client = gateway.connect()) {
            String mailId = client.sendMail(
                            "metrics@client.example", List.of("alice@postern.test"), Gateway.mail("counted"))
                    .queuedAs()
                    .orElseThrow();
            gateway.awaitMail("alice", mailId);
        }
    }

    private static String metrics(Gateway gateway, Port service, String format)
            throws IOException, InterruptedException {
        URI place = URI.create("http://127.0.0.1:" + gateway.port(service) + "/q/metrics");
        // HTTP/2 in clear, which the JDK's client offers, has failed here with a protocol error.
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(
                            HttpRequest.newBuilder(place)
                                    .timeout(Gateway.PATIENCE)
                                    .header("Accept", format)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
