package io.postern.delivery.relay;

import static io.postern.delivery.relay.TestRelay.CLEAR;
import static io.postern.delivery.relay.TestRelay.cause;
import static io.postern.delivery.relay.TestRelay.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Outcome.Deferred;
import io.postern.delivery.relay.smtp.Outcome.Delivered;
import io.postern.delivery.relay.smtp.Terms;
import io.postern.delivery.relay.smtp.TimeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the test server of Postfix, which has faults of its own to offer. */
@Timeout(60)
class SmtpSinkTest {

    private static final String SINK = "/usr/sbin/smtp-sink";
    private static final Terms TERMS = CLEAR.limits(TimeLimits.all(Duration.ofSeconds(10)));

    @TempDir
    private Path folder;

    private final TestRelay relay = new TestRelay();
    private @Nullable Program sink;

    @BeforeEach
    void installed() {
        assumeTrue(Program.installed(SINK), SINK + " is not installed");
    }

    @AfterEach
    void close() {
        relay.close();
        if (sink != null) {
            sink.close();
        }
    }

    private void start(String listen, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(SINK));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "root")); // or else it will not start
        }
        command.addAll(List.of(options));
        command.addAll(List.of(listen, "100"));
        sink = Program.start(folder.resolve("sink.log"), command);
    }

    private int startOnPort(String... options) throws IOException {
        int port = Program.freePort();
        start("127.0.0.1:" + port, options);
        Program.awaitPort(port);
        return port;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-c", "-p", "-8", "-e", "-E"})
    void mailIsDelivered(String option) throws IOException {
        int port = startOnPort(option);
        for (int i = 0; i < 20; i++) {
            assertThat(relay.deliver(message(), new Route.NextHop("127.0.0.1", port, TERMS)))
                    .isInstanceOf(Delivered.class);
        }
    }

    /** What smtp-sink is told to answer so and so. */
    @ParameterizedTest
    @CsvSource({
        "-q, connect, GREETING",
        "-q, ehlo, HELLO",
        "-q, mail, MAIL",
        "-q, rcpt, RCPT",
        "-q, data, DATA",
        "-q, ., END",
        "-r, connect, GREETING",
        "-r, mail, MAIL",
        "-r, rcpt, RCPT",
        "-r, data, DATA",
        "-r, ., END"
    })
    void serverThatFailsIsTriedAgainLater(String option, String command, String step) throws IOException {
        int port = startOnPort(option, command);

        Outcome outcome = relay.deliver(message(), new Route.NextHop("127.0.0.1", port, TERMS));

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(cause(outcome).step()).hasToString(step);
        assertThat(cause(outcome).uncertain()).isEqualTo(option.equals("-q") && command.equals("."));
    }

    @Test
    void mailStoreBehindTcpTakesIt() throws IOException {
        int port = startOnPort("-L");

        assertTaken(new Route.Lmtp("127.0.0.1", port, TERMS));
    }

    @Test
    void mailStoreBehindAUnixSocketTakesIt() throws IOException {
        Path socket = folder.resolve("lmtp");
        start("unix:" + socket, "-L");
        Program.await(() -> Files.exists(socket));

        assertTaken(new Route.LmtpSocket(socket, TERMS));
        assertTaken(new Route.LmtpSocket(socket, TERMS)); // over the connection that is there
    }

    private void assertTaken(Route route) {
        assertThat(TestRelay.of(relay.deliver(message(), route, "a@b.example", "c@b.example")))
                .hasSize(2)
                .hasOnlyElementsOfType(Delivered.class);
    }
}
