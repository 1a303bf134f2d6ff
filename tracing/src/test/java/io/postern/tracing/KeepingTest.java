package io.postern.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the batching that services have in fact, which takes only what says of itself that it was chosen. */
class KeepingTest {

    private static final int ALLOWED = 3;

    private static final SpanContext ASKER = asker("0af7651916cd43dd8448eb211c80319c");
    private static final SpanContext OTHER = asker("4bf92f3577b34da6a3ce929d0e0e4736");

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final SpanProcessor batch = BatchSpanProcessor.builder(exported).build();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger forgone = new AtomicInteger();
    private final List<String> told = new ArrayList<>();
    private final SdkTracerProvider none = provider(0, keeping());
    private final Keeping ofAll = keeping();
    private final SdkTracerProvider all = provider(1, ofAll);

    private SdkTracerProvider provider(double ratio, Keeping keeping) {
        return SdkTracerProvider.builder()
                .setSampler(new Sampling(ratio))
                .addSpanProcessor(batch)
                .addSpanProcessor(keeping)
                .build();
    }

    private Keeping keeping() {
        return new Keeping(batch::onEnd, new Allowance(ALLOWED, nanos::get), forgone::incrementAndGet, told::add);
    }

    @AfterEach
    void close() {
        none.close();
        all.close();
    }

    @Test
    void chosenTraceIsExportedWhole() {
        mail(all, StatusCode.UNSET);
        assertThat(names(all)).containsExactlyInAnyOrder("smtp.transaction", "phase.message");
    }

    @Test
    void traceThatIsNotChosenIsNot() {
        mail(none, StatusCode.UNSET);
        assertThat(names(none)).isEmpty();
    }

    @Test
    void whatWentWrongIsExportedWholeAlthoughItWasNotChosen() {
        mail(none, StatusCode.ERROR);
        assertThat(names(none)).containsExactlyInAnyOrder("smtp.transaction", "phase.message");
        assertThat(exported.getFinishedSpanItems())
                .allMatch(span -> span.getSpanContext().isSampled())
                .extracting(SpanData::getTraceId)
                .containsOnly(exported.getFinishedSpanItems().getFirst().getTraceId());
    }

    @Test
    void traceThatIsKeptIsToldOfOnce() {
        mail(none, StatusCode.ERROR);
        mail(none, StatusCode.UNSET);
        names(none);
        assertThat(told)
                .containsExactly(exported.getFinishedSpanItems().getFirst().getTraceId());
    }

    /** A check that answers in order ends before anybody knows that the mail is put off for what another says. */
    @Test
    void partThatWentWellIsKeptWhenAnotherServiceTellsOfIt() {
        check(all, "check.rbl", ASKER);
        check(all, "check.rbl", OTHER);
        assertThat(names(all)).isEmpty();
        ofAll.keep(ASKER.getTraceId());
        assertThat(names(all)).containsExactly("check.rbl");
        assertThat(exported.getFinishedSpanItems())
                .extracting(SpanData::getTraceId)
                .containsExactly(ASKER.getTraceId());
        assertThat(told).isEmpty();
    }

    @Test
    void whatComesAfterItWasToldIsKeptToo() {
        ofAll.keep(ASKER.getTraceId());
        check(all, "check.content", ASKER);
        assertThat(names(all)).containsExactly("check.content");
    }

    private static void check(SdkTracerProvider provider, String name, SpanContext asker) {
        provider.get("test")
                .spanBuilder(name)
                .setParent(Context.root().with(Span.wrap(asker)))
                .startSpan()
                .end();
    }

    private static SpanContext asker(String trace) {
        return SpanContext.createFromRemoteParent(
                trace, "b7ad6b7169203331", TraceFlags.getDefault(), TraceState.getDefault());
    }

    @Test
    void noMoreThanAllowedAreKeptInASecond() {
        for (int i = 0; i < ALLOWED + 2; i++) {
            mail(none, StatusCode.ERROR);
        }
        assertThat(names(none)).hasSize(2 * ALLOWED);
        assertThat(forgone).hasValue(2);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        mail(none, StatusCode.ERROR);
        assertThat(names(none)).hasSize(2 * ALLOWED + 2);
    }

    @Test
    void whatIsHeldIsBoundedAndTheOldestIsForgotten() {
        Tracer tracer = none.get("test");
        Span first = tracer.spanBuilder("smtp.transaction").setNoParent().startSpan();
        child(tracer, first, StatusCode.UNSET);
        for (int i = 0; i < 10_000; i++) {
            child(tracer, tracer.spanBuilder("smtp.transaction").setNoParent().startSpan(), StatusCode.UNSET);
        }
        first.setStatus(StatusCode.ERROR);
        first.end();
        assertThat(names(none)).containsExactly("smtp.transaction");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.1, 1.0})
    void shareIsKept(double ratio) {
        try (SdkTracerProvider provider = provider(ratio, keeping())) {
            for (int i = 0; i < 1_000; i++) {
                provider.get("test")
                        .spanBuilder("mail")
                        .setNoParent()
                        .startSpan()
                        .end();
            }
            assertThat(names(provider).size() / 1_000.0)
                    .isBetween(ratio == 1 ? 1 : ratio / 2, ratio == 0 ? 0 : ratio * 2);
        }
    }

    private static void mail(SdkTracerProvider provider, StatusCode how) {
        Tracer tracer = provider.get("test");
        Span transaction = tracer.spanBuilder("smtp.transaction").setNoParent().startSpan();
        child(tracer, transaction, how);
        transaction.end();
    }

    private static void child(Tracer tracer, Span parent, StatusCode how) {
        tracer.spanBuilder("phase.message")
                .setParent(Context.root().with(parent))
                .startSpan()
                .setStatus(how)
                .end();
    }

    private List<String> names(SdkTracerProvider provider) {
        provider.forceFlush().join(10, TimeUnit.SECONDS);
        return exported.getFinishedSpanItems().stream().map(SpanData::getName).toList();
    }
}
