package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DemoTracesTest {

    private static final String MAIL = "01JN8B0000SESS10N000000000";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final StackOptions plain =
            StackOptions.of(Path.of("/checkout"), Path.of("/data")).withPortOffset(FreeOffset.find());

    @Test
    void traceOfEachMailIsFoundAlsoIfItComesLater() throws IOException {
        StackOptions traced = TraceViewer.in(plain);
        AtomicInteger asked = new AtomicInteger();
        HttpServer zipkin =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), traced.port(Port.ZIPKIN)), 0);
        zipkin.createContext("/api/v2/traces", exchange -> {
            boolean known = exchange.getRequestURI().getQuery().endsWith("postern.mail_id=" + MAIL)
                    && asked.incrementAndGet() > 2;
            byte[] found = (known ? "[[{\"traceId\":\"" + TRACE + "\"}]]" : "[]").getBytes(UTF_8);
            exchange.sendResponseHeaders(200, found.length);
            exchange.getResponseBody().write(found);
            exchange.close();
        });
        zipkin.start();
        try {
            DemoTraces traces = new DemoTraces(traced);
            traces.answered("clean", "250 2.0.0 Ok: queued as " + MAIL);
            traces.answered("spam", "554 5.7.1 Message rejected: looks like spam (" + MAIL + ")");
            traces.answered("unknown user", "550 5.1.1 <nobody@postern.test>: User unknown");
            String page = "http://127.0.0.1:" + traced.port(Port.ZIPKIN) + "/zipkin/traces/" + TRACE;
            assertThat(shown(traces))
                    .contains("clean  " + page, "spam   " + page)
                    .doesNotContain("unknown user");
        } finally {
            zipkin.stop(0);
        }
    }

    @Test
    void withoutAViewerThereIsNothingToShow() {
        DemoTraces traces = new DemoTraces(plain);
        traces.answered("clean", "250 2.0.0 Ok: queued as " + MAIL);
        assertThat(shown(traces)).isEmpty();
    }

    @Test
    void tracesGoToOnePlace() {
        assertThatThrownBy(() -> TraceViewer.in(plain.withOtlpEndpoint("http://127.0.0.1:4318")))
                .hasMessageContaining("POSTERN_OTLP_ENDPOINT");
    }

    private static String shown(DemoTraces traces) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, UTF_8)) {
            traces.show(out);
        }
        return printed.toString(UTF_8);
    }
}
