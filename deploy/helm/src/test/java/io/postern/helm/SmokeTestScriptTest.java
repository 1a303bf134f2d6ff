package io.postern.helm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code helm test} runs, against services that are well and that are not. */
class SmokeTestScriptTest {

    private static final Path BASH = Path.of("/bin/bash");

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private HttpServer http;
    private ServerSocket smtp;
    private volatile int ready = 200;
    private volatile List<String> replies = List.of(
            "220 mx.example.org ESMTP", "250-mx.example.org\r\n250-PIPELINING\r\n250 8BITMIME", "221 2.0.0 Bye");

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.exists(BASH), "no bash here");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        http.createContext("/q/health/ready", exchange -> {
            byte[] body = "{\"status\": \"...\"}".getBytes(US_ASCII);
            exchange.sendResponseHeaders(ready, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        http.start();
        smtp = new ServerSocket(0, 1, loopback);
        Thread.ofVirtual().start(this::speak);
    }

    @AfterEach
    void stop() throws IOException {
        if (http != null) {
            http.stop(0);
            smtp.close();
        }
    }

    /** Answers each line with the next reply, the first unasked, but for a header of a proxy. */
    private void speak() {
        try (Socket client = smtp.accept();
                BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII))) {
            for (String reply : replies) {
                client.getOutputStream().write((reply + "\r\n").getBytes(US_ASCII));
                String line = in.readLine();
                if (line != null && line.startsWith("PROXY")) {
                    heard.add(line);
                    line = in.readLine();
                }
                heard.add(String.valueOf(line));
            }
        } catch (IOException e) {
            heard.add("closed");
        }
    }

    private record Outcome(int status, String said) {}

    private Outcome run(Map<String, String> more) throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder(
                BASH.toString(),
                "-c",
                Files.readString(Chart.FOLDER.resolve("files").resolve("smoke-test.sh")));
        script.environment().put("READY", "127.0.0.1:" + http.getAddress().getPort() + " ");
        script.environment().put("SMTP", "127.0.0.1:" + smtp.getLocalPort());
        script.environment().putAll(more);
        Process running = script.redirectErrorStream(true).start();
        String said = new String(running.getInputStream().readAllBytes(), US_ASCII);
        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(running.exitValue(), said);
    }

    @Test
    void aReleaseThatIsWellPasses() throws Exception {
        Outcome outcome = run(Map.of());
        assertThat(outcome.said()).contains("ready: ", "speaks SMTP: ", "PASSED");
        assertThat(outcome.status()).isZero();
        assertThat(heard).startsWith("EHLO smoke-test.invalid", "QUIT");
    }

    @Test
    void behindALoadBalancerItSpeaksAsOne() throws Exception {
        assertThat(run(Map.of("PROXY", "yes")).status()).isZero();
        assertThat(heard).startsWith("PROXY UNKNOWN", "EHLO smoke-test.invalid");
    }

    @Test
    void aServiceThatIsNotReadyFailsWithItsReason() throws Exception {
        ready = 503;
        Outcome outcome = run(Map.of());
        assertThat(outcome.said()).contains("is not ready", "status");
        assertThat(outcome.status()).isEqualTo(1);
    }

    @Test
    void aServiceThatIsNotThereFails() throws Exception {
        Outcome outcome = run(Map.of("READY", "127.0.0.1:" + unused()));
        assertThat(outcome.said()).contains("does not listen");
        assertThat(outcome.status()).isEqualTo(1);
    }

    private static int unused() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void anIngressThatTurnsAwayFails() throws Exception {
        replies = List.of("421 4.3.2 mx.example.org Service not available, try again later");
        Outcome outcome = run(Map.of());
        assertThat(outcome.said()).contains("says 421 4.3.2");
        assertThat(outcome.status()).isEqualTo(1);
    }
}
