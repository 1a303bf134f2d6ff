package io.postern.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class MailLogTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

    @Test
    void linesTellTheMailAndItsTraceUntilItIsClosed() {
        MailLog log = MailLog.about("M1", SpanReference.read(TRACE));
        assertThat(MDC.get("mailId")).isEqualTo("M1");
        assertThat(MDC.get("traceId")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        log.close();
        assertThat(MDC.get("mailId")).isNull();
        assertThat(MDC.get("traceId")).isNull();
    }

    @Test
    void sessionWithoutAMailIsTold() {
        MailLog log = MailLog.about(null, "S1", Context.root());
        assertThat(MDC.get("sessionId")).isEqualTo("S1");
        assertThat(MDC.get("mailId")).isNull();
        log.close();
        assertThat(MDC.get("sessionId")).isNull();
    }

    @Test
    void whereNothingIsTracedThereIsOnlyTheMail() {
        MailLog log = MailLog.about("M1", Context.root());
        assertThat(MDC.get("traceId")).isNull();
        log.close();
    }
}
