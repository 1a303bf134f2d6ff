package io.postern.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postern.system.gateway.ExtraIngress;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.gateway.SpanReceiver.Span;
import io.postern.system.smtp.SmtpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One mail is one trace, from the client's connection to the mailbox. */
@Order(30)
@ExtendWith(GatewayExtension.class)
class TraceTest {

    private static final Set<String> NAMES =
            Set.of("smtp.transaction", "phase.message", "publish", "approve", "check.content", "custody", "deliver");
    private static final Duration SANE = Duration.ofSeconds(10);

    @Test
    void mailIsOneTraceOverAllServices(Gateway gateway) throws Exception {
        String id;
        try (SmtpClient client = gateway.connect()) {
            id = client.sendMail("trace@elsewhere.example", List.of("alice@postern.test"), Gateway.mail("Traced."))
                    .queuedAs()
                    .orElseThrow();
        }
        List<Span> trace = await("the spans of mail " + id)
                .atMost(Gateway.PATIENCE)
                .until(() -> traceOf(gateway, id), spans -> names(spans).containsAll(NAMES));

        assertThat(trace).extracting(Span::service).contains("ingress-smtp", "content-service", "delivery-service");
        Span transaction = one(trace, "smtp.transaction");
        Span check = one(trace, "check.content");
        Span custody = one(trace, "custody");
        Span deliver = one(trace, "deliver");
        assertThat(transaction.parent()).as("the transaction is the root").isEmpty();
        assertThat(transaction.service()).isEqualTo("ingress-smtp");
        assertThat(check.service()).isEqualTo("content-service");
        assertThat(custody.service()).isEqualTo("delivery-service");
        assertThat(ancestors(trace, check)).contains(transaction.id());
        assertThat(ancestors(trace, custody)).contains(transaction.id());
        assertThat(ancestors(trace, deliver)).contains(transaction.id());

        assertThat(trace)
                .allSatisfy(span -> assertThat(span.duration()).isPositive().isLessThan(SANE));
        assertThat(check.startNanos()).isGreaterThanOrEqualTo(transaction.startNanos());
        assertThat(check.endNanos()).as("the reply waited for the check").isLessThanOrEqualTo(transaction.endNanos());
        assertThat(custody.startNanos()).isGreaterThanOrEqualTo(check.endNanos());
        assertThat(deliver.startNanos()).isGreaterThanOrEqualTo(custody.startNanos());
        assertThat(trace)
                .filteredOn(span -> NAMES.contains(span.name()))
                .allSatisfy(span -> assertThat(span.attributes()).containsEntry("postern.mail_id", id));

        assertThat(one(trace, "publish").attributes()).containsAllEntriesOf(about("mail.content.v1", "send"));
        assertThat(check.attributes()).containsAllEntriesOf(about("mail.content.v1", "process"));
        assertThat(one(trace, "approve").attributes()).containsAllEntriesOf(about("mail.approved.v1", "send"));
        assertThat(custody.attributes()).containsAllEntriesOf(about("mail.approved.v1", "process"));
        assertThat(trace)
                .as("nobody has switched addresses on")
                .allSatisfy(span -> assertThat(span.attributes().entrySet())
                        .filteredOn(attribute -> !attribute.getKey().equals("postern.av.engine"))
                        .noneSatisfy(
                                attribute -> assertThat(attribute.getValue()).containsAnyOf("@", "127.0.0.1")));
    }

    /** No trace of this ingress is chosen: of those that are kept all the same it has to tell the others. */
    @Test
    void mailThatIsPutOffIsTracedWholeAlthoughNoneIsChosen(Gateway gateway) throws Exception {
        try (ExtraIngress ingress = ExtraIngress.traced(gateway, 7, 96, 0)) {
            ingress.awaitReady();
            String dull;
            try (SmtpClient client = ingress.connect()) {
                dull = client.sendMail("trace@elsewhere.example", List.of("alice@postern.test"), Gateway.mail("Dull."))
                        .queuedAs()
                        .orElseThrow();
            }
            String id;
            try (SmtpClient client = SmtpClient.greetFrom("127.3.26.1", ingress.port())) {
                client.command("MAIL FROM:<trace@elsewhere.example>");
                String greylisted =
                        client.command("RCPT TO:<alice@postern.test>").lines().getFirst();
                assertThat(greylisted).startsWith("451 4.7.1 Greylisted");
                id = greylisted.substring(greylisted.lastIndexOf('(') + 1, greylisted.lastIndexOf(')'));
            }
            List<Span> trace = await("the spans of mail " + id)
                    .atMost(Gateway.PATIENCE)
                    .until(
                            () -> traceOf(gateway, id),
                            spans -> names(spans)
                                    .containsAll(Set.of(
                                            "smtp.transaction",
                                            "phase.recipient",
                                            "check.rbl",
                                            "check.address",
                                            "check.greylist")));
            String root = one(trace, "smtp.transaction").id();
            assertThat(ancestors(trace, one(trace, "check.greylist"))).contains(root);
            JsonNode line = line(ingress, "DEFER mailId=" + id);
            assertThat(line.at("/mdc/mailId").asText()).isEqualTo(id);
            assertThat(line.at("/mdc/traceId").asText())
                    .isEqualTo(trace.getFirst().traceId());
            assertThat(gateway.spans().with("postern.mail_id", dull))
                    .as("in that mail nothing was wrong")
                    .isEmpty();
        }
    }

    private static JsonNode line(ExtraIngress ingress, String text) throws IOException {
        String line = Files.readAllLines(ingress.log()).stream()
                .filter(it -> it.contains(text))
                .findFirst()
                .orElseThrow();
        return new ObjectMapper().readTree(line);
    }

    /** By OpenTelemetry's conventions for messaging. */
    private static Map<String, String> about(String topic, String operation) {
        return Map.of(
                "messaging.system", "kafka",
                "messaging.destination.name", topic,
                "messaging.operation.type", operation);
    }

    /** All spans of the trace, or of the traces, to which the mail's spans belong. */
    private static List<Span> traceOf(Gateway gateway, String mailId) {
        return gateway.spans().with("postern.mail_id", mailId).stream()
                .map(Span::traceId)
                .distinct()
                .flatMap(traceId -> gateway.spans().trace(traceId).stream())
                .toList();
    }

    private static Set<String> names(List<Span> spans) {
        return spans.stream().map(Span::name).collect(Collectors.toSet());
    }

    private static Span one(List<Span> trace, String name) {
        assertThat(trace).extracting(Span::traceId).containsOnly(trace.get(0).traceId());
        List<Span> found =
                trace.stream().filter(span -> span.name().equals(name)).toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private static List<String> ancestors(List<Span> trace, Span span) {
        return java.util.stream.Stream.iterate(
                        span.parent(),
                        id -> !id.isEmpty(),
                        id -> trace.stream()
                                .filter(other -> other.id().equals(id))
                                .map(Span::parent)
                                .findFirst()
                                .orElse(""))
                .toList();
    }
}
