package io.postern.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Chooses a share of the traces, by their ids, where they begin; who comes later does as the first. What is not chosen is
 * recorded all the same, for {@link Keeping} to decide upon when it is known how it went.
 */
final class Sampling implements Sampler {

    private final Sampler share;

    Sampling(double ratio) {
        this.share = Sampler.traceIdRatioBased(ratio);
    }

    @Override
    public SamplingResult shouldSample(
            Context parent, String traceId, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
        SpanContext before = Span.fromContext(parent).getSpanContext();
        boolean chosen = before.isValid()
                ? before.isSampled()
                : share.shouldSample(parent, traceId, name, kind, attributes, links)
                                .getDecision()
                        == SamplingDecision.RECORD_AND_SAMPLE;
        return chosen ? SamplingResult.recordAndSample() : SamplingResult.recordOnly();
    }

    @Override
    public String getDescription() {
        return "postern{" + share.getDescription() + "}";
    }
}
