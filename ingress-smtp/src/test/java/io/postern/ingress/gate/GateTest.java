package io.postern.ingress.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.postern.contract.CheckRule;
import io.postern.contract.Decision.Thresholds;
import io.postern.contract.Golden;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.postern.contract.Topics;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.PeerReply;
import io.postern.ingress.TestConfig;
import io.postern.ingress.checks.PlayedChecks;
import io.postern.ingress.policy.Policy;
import io.postern.ingress.session.Effect;
import io.postern.ingress.session.Offers;
import io.postern.ingress.session.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GateTest {

    private static final String SESSION = Golden.SESSION.id();
    private static final String RECIPIENT = "M1/1";
    private static final PeerReply LISTED = new PeerReply(554, "5.7.1", "Service unavailable; client blocked");
    private static final PeerReply GREYLISTED = new PeerReply(554, "5.7.1", "Greylisted");

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final Publisher publisher = new Publisher(kafka);
    private final Clock clock = Clock.fixed(Golden.AT, ZoneOffset.UTC);
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Tracer tracer = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build()
            .get("test");
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Policy policy = policy();
    private final PlayedChecks checks = new PlayedChecks(policy, publisher);
    private final Gate gate = new Gate(
            checks.questions(),
            () -> policy,
            new Handover(TestConfig.with(Map.of()), publisher, tracer, clock),
            new Decisions(publisher, clock, metrics),
            new Figures(metrics),
            tracer,
            new TestTracing(false));
    private final Passage passage = gate.passage(Golden.SESSION);
    private final Effect.OfferRecipient offer =
            Offers.recipient(Golden.SESSION, "M1", "sender@client.example", "alice@postern.test");

    @Test
    void clientFasterThanItsChecksWaitsOnce() throws Exception {
        connect();
        CompletableFuture<Reply> reply = decide();
        awaitAsked(Topics.RECIPIENTS);
        checks.answer(SESSION, "rbl", Phase.CONNECT, Outcome.PASS, null);
        assertThat(reply).isNotDone();
        checks.answer(RECIPIENT, "greylist", Phase.RECIPIENT, Outcome.PASS, null);
        assertThat(reply.get().positive()).isTrue();
    }

    @Test
    void recipientOfAClientKnownToBeListedIsNotAskedAbout() throws Exception {
        connect();
        checks.answer(SESSION, "rbl", Phase.CONNECT, Outcome.FAIL, LISTED);
        assertThat(decide().get().text()).startsWith("554 5.7.1 Service unavailable");
        assertThat(asked()).containsExactly(Topics.CONNECTIONS);
    }

    @Test
    void clientThatTurnsOutListedIsRefusedAndItsQuestionHoldsNoPlace() throws Exception {
        connect();
        CompletableFuture<Reply> reply = decide();
        awaitAsked(Topics.RECIPIENTS);
        checks.answer(SESSION, "rbl", Phase.CONNECT, Outcome.FAIL, LISTED);
        assertThat(reply.get().text()).startsWith("554 5.7.1 Service unavailable");
        assertThat(checks.questions().share()).isZero();
    }

    @Test
    void greylistedRecipientIsDeferred() throws Exception {
        assertThat(greylisted().text()).isEqualTo("451 4.7.1 Greylisted (M1)");
    }

    @Test
    void phasesAndVerdictsAreInTheTraceOfTheMail() throws Exception {
        assertThat(greylisted().positive()).isFalse();
        gate.closed(passage);

        SpanData transaction = span("smtp.transaction");
        assertThat(transaction.getAttributes().get(AttributeKey.stringKey("postern.mail_id")))
                .isEqualTo("M1");
        assertThat(span("phase.connect").getParentSpanId()).isEqualTo(transaction.getSpanId());
        SpanData recipient = span("phase.recipient");
        assertThat(recipient.getParentSpanId()).isEqualTo(transaction.getSpanId());
        assertThat(spans.getFinishedSpanItems())
                .filteredOn(span -> span.getParentSpanId().equals(recipient.getSpanId()))
                .singleElement()
                .satisfies(waiting -> assertThat(waiting.getEvents())
                        .extracting(EventData::getName)
                        .containsExactly("greylist FAIL"));
    }

    @Test
    void traceOfWhatIsPutOffIsMarkedAndTellsTheCause() throws Exception {
        assertThat(greylisted().positive()).isFalse();
        gate.closed(passage);

        SpanData transaction = span("smtp.transaction");
        assertThat(transaction.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(transaction.getAttributes().get(AttributeKey.longKey("smtp.reply.code")))
                .isEqualTo(451);
        assertThat(transaction.getAttributes().get(AttributeKey.stringKey("postern.cause")))
                .isEqualTo("greylist");
    }

    @Test
    void whatTheSessionRefusesByItselfIsInTheTrace() {
        gate.refused(passage, "M1", Reply.of(550, "5.1.1", "<x@postern.test>: User unknown"));
        gate.refused(passage, "M1", Reply.of(452, "4.2.2", "Mailbox full").because("full"));
        gate.closed(passage);
        SpanData transaction = span("smtp.transaction");
        assertThat(transaction.getAttributes().get(MailTrace.MAIL_ID)).isEqualTo("M1");
        assertThat(transaction.getAttributes().get(PhaseSpan.CODE)).isEqualTo(452);
        assertThat(transaction.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(transaction.getEvents())
                .extracting(event -> event.getAttributes().get(PhaseSpan.STATUS))
                .containsExactly("5.1.1", "4.2.2");
        assertThat(transaction.getEvents())
                .extracting(event -> event.getAttributes().get(PhaseSpan.CAUSE))
                .containsExactly("", "full");
    }

    @Test
    void refusalBeforeAnyMailHasATraceOfItsOwnAndIsNoFaultOfOurs() {
        gate.refused(passage, null, Reply.of(554, "5.5.0", "Not so fast").because("early-talker"));
        gate.closed(passage);
        SpanData transaction = span("smtp.transaction");
        assertThat(transaction.getAttributes().get(AttributeKey.stringKey("postern.session_id")))
                .isEqualTo(SESSION);
        assertThat(transaction.getAttributes().get(MailTrace.MAIL_ID)).isNull();
        assertThat(transaction.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(spans.getFinishedSpanItems()).hasSize(1);
    }

    @Test
    void noAddressIsInATraceUnlessTheOperatorWantsIt() throws Exception {
        assertThat(greylisted().positive()).isFalse();
        gate.closed(passage);

        assertThat(spans.getFinishedSpanItems())
                .hasSizeGreaterThan(2)
                .allSatisfy(span -> assertThat(span.getAttributes().asMap().values() + " " + span.getEvents())
                        .doesNotContain("@")
                        .doesNotContain(Golden.SESSION.clientIp()));
    }

    @Test
    void waitsAndDecisionsAreMeasured() throws Exception {
        assertThat(greylisted().positive()).isFalse();

        assertThat(metrics.get("postern.wait").tag("phase", "RECIPIENT").timer().count())
                .isEqualTo(1);
        assertThat(metrics.get("postern.decision.time")
                        .tag("code", "451")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    private Reply greylisted() throws Exception {
        connect();
        checks.answer(SESSION, "rbl", Phase.CONNECT, Outcome.PASS, null);
        CompletableFuture<Reply> reply = decide();
        awaitAsked(Topics.RECIPIENTS);
        checks.answer(RECIPIENT, "greylist", Phase.RECIPIENT, Outcome.FAIL, GREYLISTED);
        return reply.get();
    }

    private SpanData span(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span " + name + " in " + spans.getFinishedSpanItems()));
    }

    private void connect() {
        checks.join("rbl", Phase.CONNECT);
        checks.join("greylist", Phase.RECIPIENT);
        gate.connected(passage, Golden.SESSION);
    }

    private CompletableFuture<Reply> decide() {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                reply.complete(gate.decide(passage, offer));
            } catch (InterruptedException | RuntimeException e) {
                reply.completeExceptionally(e);
            }
        });
        return reply;
    }

    private List<String> asked() {
        return kafka.history().stream()
                .map(ProducerRecord::topic)
                .filter(topic -> !topic.equals(Topics.DECISIONS))
                .toList();
    }

    private void awaitAsked(String topic) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!asked().contains(topic) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(asked()).contains(topic);
    }

    private static Policy policy() {
        CheckRule reject = new CheckRule(CheckRule.Mode.ENFORCE, CheckRule.OnFail.REJECT, CheckRule.OnError.ACCEPT, 1);
        CheckRule defer = new CheckRule(CheckRule.Mode.ENFORCE, CheckRule.OnFail.DEFER, CheckRule.OnError.ACCEPT, 1);
        Duration patience = Duration.ofSeconds(10);
        return new Policy(
                "digest",
                Map.of(
                        "rbl", new Policy.NamedCheck(reject, patience, Set.of(Phase.CONNECT)),
                        "greylist", new Policy.NamedCheck(defer, patience, Set.of(Phase.RECIPIENT))),
                new Thresholds(null, null, null),
                List.of(),
                Set.of(),
                false,
                Map.of(),
                Policy.ScoreHeader.NEVER);
    }
}
