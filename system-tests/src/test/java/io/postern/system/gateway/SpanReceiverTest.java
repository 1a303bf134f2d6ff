package io.postern.system.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanReceiverTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void spanIsKeptWithItsServiceAndAttributes(boolean gzip) throws Exception {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        var resource = request.addResourceSpansBuilder();
        resource.getResourceBuilder().addAttributes(attribute("service.name", "ingress-smtp"));
        resource.addScopeSpansBuilder()
                .addSpans(Span.newBuilder()
                        .setTraceId(ByteString.fromHex("0102"))
                        .setSpanId(ByteString.fromHex("03"))
                        .setName("smtp.transaction")
                        .setStartTimeUnixNano(1_000)
                        .setEndTimeUnixNano(3_000)
                        .addAttributes(attribute("postern.mail_id", "01X")));
        try (SpanReceiver receiver = new SpanReceiver();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder post = HttpRequest.newBuilder(URI.create(receiver.endpoint() + "/v1/traces"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body(request.build(), gzip)));
            if (gzip) {
                post.header("Content-Encoding", "gzip");
            }
            assertThat(client.send(post.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(receiver.with("postern.mail_id", "01X")).isEqualTo(receiver.trace("0102"));
            assertThat(receiver.trace("0102")).singleElement().satisfies(span -> {
                assertThat(span.service()).isEqualTo("ingress-smtp");
                assertThat(span.parent()).isEmpty();
                assertThat(span.duration()).isEqualTo(Duration.ofNanos(2_000));
            });
        }
    }

    private static byte[] body(ExportTraceServiceRequest request, boolean gzip) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (OutputStream out = gzip ? new GZIPOutputStream(body) : body) {
            request.writeTo(out);
        }
        return body.toByteArray();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
