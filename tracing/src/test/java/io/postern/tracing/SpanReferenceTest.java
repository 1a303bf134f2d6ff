package io.postern.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanReferenceTest {

    /** From W3C Trace Context, section 3.2. */
    private static final String EXAMPLE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void spanComesBackAsItWas() {
        assertThat(SpanReference.of(SpanReference.read(EXAMPLE))).isEqualTo(EXAMPLE);
    }

    @Test
    void nothingIsRememberedWhereNothingIsTraced() {
        assertThat(SpanReference.of(Context.root())).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "rubbish", "00-0-0-01"})
    void whatIsNoReferenceIsNoSpan(String reference) {
        assertThat(Span.fromContext(SpanReference.read(reference))
                        .getSpanContext()
                        .isValid())
                .isFalse();
    }
}
