package io.postern.check.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.postern.check.Finding;
import io.postern.check.GreetingCheck;
import io.postern.contract.ConnectionOpened;
import io.postern.contract.DeadLetter;
import io.postern.contract.Golden;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.postern.contract.Question;
import io.postern.contract.Topics;
import io.postern.contract.Verdict;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.WireHeaders;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** From a question's record to its verdict's. */
class ExaminationTest {

    private static final ConnectionOpened GREETING = new ConnectionOpened(Golden.SESSION);
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void findingBecomesTheVerdict() {
        CheckHarness harness = CheckHarness.greeting(
                "helo",
                greeting ->
                        Finding.fail("bare", "not a host name").score(2.5).reply(554, "5.7.1", "Use your host name"));
        Verdict verdict = harness.ask(GREETING).orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(verdict.check()).isEqualTo("helo");
        assertThat(verdict.instance()).isEqualTo("helo-test");
        assertThat(verdict.phase()).isEqualTo(Phase.GREETING);
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.score()).isEqualTo(2.5);
        assertThat(verdict.reasons()).containsExactly(new Verdict.Reason("helo.bare", "not a host name", Map.of()));
        assertThat(verdict.reply()).isEqualTo(new Verdict.PeerReply(554, "5.7.1", "Use your host name"));
    }

    @Test
    void questionOfAnotherPhaseOnTheSameTopicIsLeftAlone() {
        AtomicInteger calls = new AtomicInteger();
        CheckHarness harness = CheckHarness.greeting("helo", greeting -> {
            calls.incrementAndGet();
            return Finding.pass();
        });
        CompletableFuture<Verdict> connect = harness.ask(question("C1", Phase.CONNECT, Instant.now()), record());
        harness.ask(GREETING).orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(calls).hasValue(1);
        assertThat(connect).isNotDone();
        assertThat(harness.published()).hasSize(1);
    }

    @Test
    void checkThatThrowsYieldsErrorAndADeadLetter() {
        CheckHarness harness = CheckHarness.greeting("helo", greeting -> {
            throw new IllegalStateException("a bug");
        });
        Verdict verdict = harness.ask(GREETING).orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(verdict.reasons()).extracting(Verdict.Reason::code).containsExactly("helo.error");
        assertThat(harness.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(WireHeaders.text(letter.headers(), DeadLetter.CAUSE))
                        .contains("a bug"));
    }

    @Test
    void checkThatReturnsNothingYieldsErrorAndADeadLetter() {
        @SuppressWarnings("NullAway") // what an author without null checks may do
        GreetingCheck broken = greeting -> null;
        CheckHarness harness = CheckHarness.greeting("helo", broken);
        assertThat(harness.ask(GREETING).orTimeout(5, TimeUnit.SECONDS).join().outcome())
                .isEqualTo(Outcome.ERROR);
        assertThat(harness.deadLetters()).hasSize(1);
    }

    @Test
    void deadBackendYieldsErrorButNoDeadLetter() {
        CheckHarness harness = CheckHarness.greeting("helo", greeting -> {
            throw new ConnectException("backend.internal:3310 refused");
        });
        Verdict verdict = harness.ask(GREETING).orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(verdict.reasons())
                .extracting(Verdict.Reason::text)
                .containsExactly("backend unavailable: ConnectException");
        assertThat(harness.deadLetters()).isEmpty();
    }

    @Test
    void malformedRecordGoesToTheDeadLettersAndTheNextIsAnswered() {
        CheckHarness harness = CheckHarness.greeting("helo", greeting -> Finding.pass());
        harness.accept(
                CheckHarness.consumed(new ProducerRecord<>(Topics.CONNECTIONS, "k", "no question".getBytes(UTF_8))));
        CompletableFuture<Verdict> broken = harness.ask(
                question("Q1", Phase.GREETING, Instant.now()),
                new ProducerRecord<>(Topics.CONNECTIONS, "k", "no JSON".getBytes(UTF_8)));
        assertThat(broken.orTimeout(5, TimeUnit.SECONDS).join().outcome()).isEqualTo(Outcome.ERROR);
        assertThat(harness.ask(GREETING).orTimeout(5, TimeUnit.SECONDS).join().outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(harness.deadLetters())
                .extracting(letter -> new String(letter.value(), UTF_8))
                .containsExactly("no question", "no JSON");
    }

    @Test
    void checkThatOverrunsIsInterruptedAndCountedAndNotAnswered() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CheckHarness harness = CheckHarness.greeting("helo", greeting -> {
            try {
                new CountDownLatch(1).await();
                return Finding.pass();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        Question question = new Question("Q1", Phase.GREETING, "ingress-0", 3, Instant.now(), Duration.ofMillis(50));
        CompletableFuture<Verdict> answer = harness.ask(question, record());
        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        await(() -> harness.count("postern.check.overrun") == 1);
        assertThat(answer).isNotDone();
        assertThat(harness.published()).isEmpty();
    }

    @Test
    void questionThatNobodyWaitsForIsSkippedButTheAskersClockMayBeOff() {
        CheckHarness harness = CheckHarness.greeting("helo", greeting -> Finding.pass());
        Instant now = Instant.now();
        CompletableFuture<Verdict> stale = harness.ask(
                question("Q1", Phase.GREETING, now.minus(CheckHarness.BUDGET).minusSeconds(10)), record());
        CompletableFuture<Verdict> skewed = harness.ask(
                question("Q2", Phase.GREETING, now.minus(CheckHarness.BUDGET).minusSeconds(1)), record());
        skewed.orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(stale).isNotDone();
        assertThat(harness.count("postern.check.skipped")).isEqualTo(1);
    }

    @Test
    void fullReceptionHoldsTheNextQuestionBack() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CheckHarness harness = new CheckHarness(
                "helo",
                Phase.GREETING,
                parts -> new GreetingListener(
                        List.of(greeting -> {
                            release.await();
                            return Finding.pass();
                        }),
                        parts.reception()),
                Map.of("postern.check.concurrency", "2"),
                Clock.systemUTC(),
                OpenTelemetry.noop().getTracer("none"));
        List<CompletableFuture<Verdict>> two = List.of(harness.ask(GREETING), harness.ask(GREETING));
        CompletableFuture<Void> third = new CompletableFuture<>();
        Thread reception = new Thread(() -> {
            var unused = harness.ask(GREETING).thenRun(() -> third.complete(null));
        });
        reception.start();
        await(() -> reception.getState() == Thread.State.WAITING);
        assertThat(two).noneMatch(CompletableFuture::isDone);
        release.countDown();
        third.orTimeout(5, TimeUnit.SECONDS).join();
    }

    @Test
    void whatComputesForLongKeepsNoOtherFromBeginning() {
        AtomicBoolean released = new AtomicBoolean();
        CheckHarness harness = new CheckHarness(
                "content",
                Phase.MESSAGE,
                CheckHarness.seat(mail -> {
                    while (mail.received().size() > 1 && !released.get()) {
                        Thread.onSpinWait();
                    }
                    return Finding.pass();
                }),
                Map.of("postern.check.computes", "true"),
                Clock.systemUTC(),
                OpenTelemetry.noop().getTracer("none"));
        List<CompletableFuture<Verdict>> large = IntStream.range(
                        0, Runtime.getRuntime().availableProcessors())
                .mapToObj(i -> harness.ask(Golden.MAIL, "large".getBytes(UTF_8)))
                .toList();
        try {
            harness.ask(Golden.MAIL, "s".getBytes(UTF_8))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
            assertThat(large).noneMatch(CompletableFuture::isDone);
        } finally {
            released.set(true);
        }
        large.forEach(answer -> answer.orTimeout(10, TimeUnit.SECONDS).join());
    }

    @Test
    void verdictContinuesTheAskersTraceInASpanOfRealDuration() {
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                .build()) {
            Tracer tracer = OpenTelemetrySdk.builder()
                    .setTracerProvider(provider)
                    .build()
                    .getTracer("test");
            CheckHarness harness = new CheckHarness(
                    "content",
                    Phase.MESSAGE,
                    CheckHarness.seat(mail -> {
                        new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
                        return Finding.pass();
                    }),
                    Map.of(),
                    Clock.systemUTC(),
                    tracer);
            ProducerRecord<String, byte[]> record =
                    CheckHarness.chunks(Golden.MAIL, "M1", "x".getBytes(UTF_8)).getFirst();
            WireHeaders.put(record.headers(), "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
            harness.ask("M1", record).orTimeout(5, TimeUnit.SECONDS).join();
            await(() -> spans.getFinishedSpanItems().size() == 1);
            SpanData span = spans.getFinishedSpanItems().getFirst();
            assertThat(span.getName()).isEqualTo("check.content");
            assertThat(span.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
            assertThat(span.getAttributes().asMap().toString()).contains("postern.mail_id=M1", "postern.outcome=PASS");
            assertThat(Duration.ofNanos(span.getEndEpochNanos() - span.getStartEpochNanos()))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(19));
            assertThat(WireHeaders.text(harness.published().getFirst().headers(), "traceparent"))
                    .contains(span.getTraceId(), span.getSpanId());
        }
    }

    private static Question question(String id, Phase phase, Instant askedAt) {
        return new Question(id, phase, "ingress-test", 3, askedAt, CheckHarness.BUDGET);
    }

    private static ProducerRecord<String, byte[]> record() {
        return Publisher.json(Topics.CONNECTIONS, "k", GREETING);
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(SOON);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }
}
