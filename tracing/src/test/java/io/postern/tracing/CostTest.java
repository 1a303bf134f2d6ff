package io.postern.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What the spans of a mail cost the ingress, to be measured on a machine that does nothing else: {@code -Dpostern.measure}. */
@EnabledIfSystemProperty(named = "postern.measure", matches = ".*", disabledReason = "on demand: -Dpostern.measure")
class CostTest {

    private static final int MAILS = 200_000;

    @Test
    void costOfAMailsSpans() {
        AtomicLong exported = new AtomicLong();
        System.out.printf(
                "off: %.2f us a mail%n", microseconds(OpenTelemetry.noop().getTracer("off")));
        for (double ratio : new double[] {0, 0.01, 1}) {
            SpanProcessor batch = BatchSpanProcessor.builder(counting(exported)).build();
            try (SdkTracerProvider provider = SdkTracerProvider.builder()
                    .setSampler(new Sampling(ratio))
                    .addSpanProcessor(batch)
                    .addSpanProcessor(
                            new Keeping(batch::onEnd, new Allowance(20, System::nanoTime), () -> {}, trace -> {}))
                    .build()) {
                System.out.printf("ratio %.2f: %.2f us a mail%n", ratio, microseconds(provider.get("on")));
            }
        }
        assertThat(exported).hasPositiveValue();
    }

    private static double microseconds(Tracer tracer) {
        mails(tracer);
        long start = System.nanoTime();
        mails(tracer);
        return (System.nanoTime() - start) / 1_000.0 / MAILS;
    }

    /** As many spans, attributes and events as a mail to one recipient has in the ingress. */
    private static void mails(Tracer tracer) {
        for (int i = 0; i < MAILS; i++) {
            Span transaction = begin(tracer, Context.root(), "smtp.transaction");
            Context mail = Context.root().with(transaction);
            for (String phase : new String[] {"phase.connect", "phase.recipient", "phase.message"}) {
                Span asked = begin(tracer, mail, phase);
                Span waiting = begin(tracer, mail.with(asked), "await.verdicts");
                waiting.addEvent("rbl PASS").addEvent("address PASS");
                waiting.end();
                asked.end();
            }
            begin(tracer, mail, "publish").end();
            begin(tracer, mail, "approve").end();
            transaction.end();
        }
    }

    private static Span begin(Tracer tracer, Context parent, String name) {
        return tracer.spanBuilder(name)
                .setParent(parent)
                .setSpanKind(SpanKind.INTERNAL)
                .startSpan()
                .setAttribute("postern.mail_id", "01J00000000000000000000000")
                .setAttribute("smtp.reply.code", 250)
                .setAttribute("smtp.reply.status", "2.0.0");
    }

    private static SpanExporter counting(AtomicLong count) {
        return new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
                count.addAndGet(spans.size());
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
    }
}
