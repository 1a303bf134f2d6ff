package io.postern.ingress.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
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
    private final Tracer tracer = OpenTelemetry.noop().getTracer("test");
    private final Policy policy = policy();
    private final PlayedChecks checks = new PlayedChecks(policy, publisher);
    private final Gate gate = new Gate(
            checks.questions(),
            () -> policy,
            new Handover(TestConfig.with(Map.of()), publisher, tracer, clock),
            new Decisions(publisher, clock, new SimpleMeterRegistry()),
            tracer);
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
        connect();
        checks.answer(SESSION, "rbl", Phase.CONNECT, Outcome.PASS, null);
        CompletableFuture<Reply> reply = decide();
        awaitAsked(Topics.RECIPIENTS);
        checks.answer(RECIPIENT, "greylist", Phase.RECIPIENT, Outcome.FAIL, GREYLISTED);
        assertThat(reply.get().text()).isEqualTo("451 4.7.1 Greylisted (M1)");
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
