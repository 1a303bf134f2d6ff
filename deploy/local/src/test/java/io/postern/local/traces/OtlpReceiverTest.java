package io.postern.local.traces;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Between a service and a Zipkin that is played. */
class OtlpReceiverTest {

    private final BlockingQueue<JsonNode> taken = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private HttpServer zipkin;
    private OtlpReceiver receiver;
    private int answer = 202;

    @BeforeEach
    void open() throws IOException {
        zipkin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        zipkin.createContext("/api/v2/spans", exchange -> {
            taken.add(new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        zipkin.start();
        receiver = new OtlpReceiver(
                0, URI.create("http://127.0.0.1:" + zipkin.getAddress().getPort()), new PrintStream(log, true, UTF_8));
    }

    @AfterEach
    void close() {
        receiver.close();
        zipkin.stop(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void spanComesOutInTheWordsOfZipkin(boolean gzip) throws Exception {
        assertThat(post(request().toByteArray(), gzip)).isEqualTo(200);
        JsonNode span = taken.poll(5, TimeUnit.SECONDS).path(0);
        assertThat(span.path("traceId").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(span.path("id").asText()).isEqualTo("b7ad6b7169203331");
        assertThat(span.path("parentId").asText()).isEqualTo("00f067aa0ba902b7");
        assertThat(span.path("name").asText()).isEqualTo("check.av");
        assertThat(span.path("kind").asText()).isEqualTo("CONSUMER");
        assertThat(span.path("timestamp").asLong()).isEqualTo(1_000_000);
        assertThat(span.path("duration").asLong()).isEqualTo(500);
        assertThat(span.at("/localEndpoint/serviceName").asText()).isEqualTo("av-service");
        assertThat(span.at("/annotations/0/value").asText()).isEqualTo("av PASS");
        assertThat(span.at("/annotations/0/timestamp").asLong()).isEqualTo(1_000_200);
        assertThat(span.at("/tags/postern.mail_id").asText()).isEqualTo("M1");
        assertThat(span.at("/tags/messaging.kafka.offset").asText()).isEqualTo("7");
        assertThat(span.at("/tags/error").asText()).isEqualTo("no answer found");
        assertThat(span.at("/tags/link.1").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void spanOfNoTimeHasTheShortest() throws Exception {
        ExportTraceServiceRequest.Builder request = request().toBuilder();
        request.getResourceSpansBuilder(0)
                .getScopeSpansBuilder(0)
                .getSpansBuilder(0)
                .setEndTimeUnixNano(1_000_000_000);
        post(request.build().toByteArray(), false);
        assertThat(taken.poll(5, TimeUnit.SECONDS).path(0).path("duration").asLong())
                .isEqualTo(1);
    }

    @Test
    void rubbishIsRefusedAndToldInTheLog() throws Exception {
        assertThat(post("rubbish".getBytes(UTF_8), false)).isEqualTo(400);
        assertThat(log.toString(UTF_8)).contains("spans not understood");
        assertThat(taken).isEmpty();
    }

    @Test
    void moreThanAnyBatchIsRefused() throws Exception {
        assertThat(post(new byte[(8 << 20) + 1], true)).isEqualTo(413);
    }

    @Test
    void whatZipkinDoesNotTakeIsToBeSentAgain() throws Exception {
        answer = 500;
        assertThat(post(request().toByteArray(), false)).isEqualTo(503);
        zipkin.stop(0);
        assertThat(post(request().toByteArray(), false)).isEqualTo(503);
    }

    private int post(byte[] body, boolean gzip) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = gzip ? new GZIPOutputStream(bytes) : bytes) {
            out.write(body);
        }
        HttpRequest.Builder post = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + receiver.port() + "/v1/traces"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray()));
        if (gzip) {
            post.header("Content-Encoding", "gzip");
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(post.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static ExportTraceServiceRequest request() {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        var resource = request.addResourceSpansBuilder();
        resource.getResourceBuilder().addAttributes(text("service.name", "av-service"));
        resource.addScopeSpansBuilder()
                .addSpans(Span.newBuilder()
                        .setTraceId(ByteString.fromHex("0af7651916cd43dd8448eb211c80319c"))
                        .setSpanId(ByteString.fromHex("b7ad6b7169203331"))
                        .setParentSpanId(ByteString.fromHex("00f067aa0ba902b7"))
                        .setName("check.av")
                        .setKind(Span.SpanKind.SPAN_KIND_CONSUMER)
                        .setStartTimeUnixNano(1_000_000_000)
                        .setEndTimeUnixNano(1_000_500_000)
                        .addEvents(Span.Event.newBuilder().setName("av PASS").setTimeUnixNano(1_000_200_000))
                        .addAttributes(text("postern.mail_id", "M1"))
                        .addAttributes(KeyValue.newBuilder()
                                .setKey("messaging.kafka.offset")
                                .setValue(AnyValue.newBuilder().setIntValue(7)))
                        .addLinks(Span.Link.newBuilder()
                                .setTraceId(ByteString.fromHex("4bf92f3577b34da6a3ce929d0e0e4736"))
                                .setSpanId(ByteString.fromHex("00f067aa0ba902b7")))
                        .setStatus(Status.newBuilder()
                                .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                                .setMessage("no answer found")));
        return request.build();
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
