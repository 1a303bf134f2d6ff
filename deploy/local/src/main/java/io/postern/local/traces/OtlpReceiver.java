package io.postern.local.traces;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/**
 * Takes spans by OTLP over HTTP, as services send them, and hands them to a Zipkin, which does not speak it. What the Zipkin does
 * not take is refused, and the sender tries again or gives up: nothing is kept here.
 */
public final class OtlpReceiver implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int AT_ONCE = 4;

    /** A batch of a service has 512 spans at most. */
    private static final int LARGEST = 8 << 20;

    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ExecutorService threads =
            Executors.newFixedThreadPool(AT_ONCE, Thread.ofPlatform().daemon().factory());
    private final URI zipkin;
    private final PrintStream log;

    /**
     * Begins to listen, on loopback.
     *
     * @param zipkin where spans go
     */
    public OtlpReceiver(int port, URI zipkin, PrintStream log) throws IOException {
        this.zipkin = zipkin.resolve("/api/v2/spans");
        this.log = log;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/v1/traces", this::receive);
        server.createContext("/health", exchange -> answer(exchange, 200));
        server.setExecutor(threads);
        server.start();
    }

    /** @param words the port, and the address of a Zipkin */
    public static void main(String... words) throws IOException {
        var unused = new OtlpReceiver(Integer.parseInt(words[0]), URI.create(words[1]), System.err);
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void receive(HttpExchange exchange) throws IOException {
        answer(exchange, status(exchange));
    }

    private int status(HttpExchange exchange) {
        try (InputStream body = body(exchange)) {
            byte[] request = body.readNBytes(LARGEST + 1);
            if (request.length > LARGEST) {
                return 413;
            }
            return pass(ZipkinSpans.of(ExportTraceServiceRequest.parseFrom(request)));
        } catch (IOException e) {
            log.println("spans not understood: " + e.getMessage());
            return 400;
        }
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(body)
                : body;
    }

    private int pass(byte[] spans) {
        HttpRequest request = HttpRequest.newBuilder(zipkin)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(spans))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status / 100 == 2 ? 200 : 503;
        } catch (IOException e) {
            log.println("spans not taken by " + zipkin + ": " + e);
            return 503;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 503;
        }
    }

    /** An empty body is an answer of OTLP: nothing to complain of. */
    private static void answer(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }
}
