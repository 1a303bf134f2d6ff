package io.postern.greylist;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Says the same as Postgrey does, where it is installed; it is asked over the protocol of Postfix' policy services. */
@Timeout(90)
class PostgreyTest {

    private static final Path PROGRAM = Path.of("/usr/sbin/postgrey");
    private static final int DELAY = 3;
    private static final String SENDER = "sender@client.example";
    private static final String ALICE = "alice@postern.test";

    @TempDir
    private Path folder;

    private final int port = freePort();
    private final Surroundings ours = new Surroundings("delay", DELAY + "s", "auto-whitelist", "0");
    private Process postgrey;
    private Socket connection;
    private BufferedReader actions;

    @BeforeEach
    void begin() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "postgrey is not installed");
        TestDatabase.empty();
        Path nobody = Files.createFile(folder.resolve("nobody"));
        postgrey = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--inet=127.0.0.1:" + port,
                        "--dbdir=" + folder,
                        "--delay=" + DELAY,
                        "--auto-whitelist-clients=0",
                        "--whitelist-clients=" + nobody,
                        "--whitelist-recipients=" + nobody,
                        "--user=" + System.getProperty("user.name"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        await("postgrey listens").atMost(Duration.ofSeconds(20)).until(() -> {
            assertThat(postgrey.isAlive()).as(this::log).isTrue();
            return listening();
        });
        connection = new Socket(InetAddress.getLoopbackAddress(), port);
        connection.setSoTimeout(10_000);
        actions = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
    }

    @AfterEach
    void end() throws Exception {
        ours.close();
        if (connection != null) {
            connection.close();
        }
        if (postgrey != null) {
            postgrey.destroy();
            if (!postgrey.waitFor(10, TimeUnit.SECONDS)) {
                postgrey.destroyForcibly().waitFor();
            }
        }
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean listening() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Over one connection, as Postfix does. */
    private boolean theyDefer(String client, String sender, String recipient) throws IOException {
        String request = "request=smtpd_access_policy\nprotocol_state=RCPT\nclient_address=" + client
                + "\nclient_name=unknown\nsender=" + sender + "\nrecipient=" + recipient
                + "\nhelo_name=client.example\ninstance=" + System.nanoTime() + "\n\n";
        connection.getOutputStream().write(request.getBytes(US_ASCII));
        String action = actions.readLine();
        assertThat(action).startsWith("action=");
        assertThat(actions.readLine()).isEmpty();
        return action.startsWith("action=DEFER");
    }

    private boolean weDefer(String client, String sender, String recipient) throws Exception {
        return ours.answer(client, sender, recipient).startsWith("Greylisted");
    }

    private void bothDefer(String client, String sender, boolean deferred) throws Exception {
        assertThat(theyDefer(client, sender, ALICE))
                .as("postgrey, " + client + " " + sender)
                .isEqualTo(deferred);
        assertThat(weDefer(client, sender, ALICE))
                .as("ours, " + client + " " + sender)
                .isEqualTo(deferred);
    }

    /** For both: the other one has a clock of its own, which nobody can put forward, and counts whole seconds. */
    private static void letTheDelayPass() throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(DELAY).plusMillis(1100));
    }

    @Test
    void itsTranscriptIsOurs() throws Exception {
        bothDefer("192.0.2.1", SENDER, true);
        bothDefer("192.0.2.1", SENDER, true);
        letTheDelayPass();
        bothDefer("192.0.2.1", SENDER, false);
        bothDefer("192.0.2.1", SENDER, false);
        bothDefer("192.0.2.1", "other@client.example", true);
        bothDefer("192.0.2.99", SENDER, false);
        bothDefer("198.51.100.1", SENDER, true);
        bothDefer("192.0.2.1", "", true);
    }

    /** Rounds of the same senders from many networks; between them less than the delay, or more. */
    @Test
    void itsAnswersAreOursForAnyAttempts() throws Exception {
        Random random = new Random(7);
        List<String> differences = new ArrayList<>();
        Map<String, Long> first = new HashMap<>();
        int compared = 0;
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 60; i++) {
                String client = "198.51." + random.nextInt(3) + "." + (1 + random.nextInt(200));
                String sender = List.of(
                                "a@one.example",
                                "b@one.example",
                                "a@two.example",
                                "list-" + random.nextInt(1000) + "-x@lists.example",
                                "ext+" + random.nextInt(1000) + "@one.example",
                                "prvs=0123456789=batv@one.example",
                                "")
                        .get(random.nextInt(7));
                String recipient = List.of(ALICE, "bob@postern.test").get(random.nextInt(2));
                String triplet = client.replaceFirst("\\.\\d+$", "") + SenderKey.of(sender) + recipient;
                long now = System.nanoTime();
                Duration since = Duration.ofNanos(now - first.computeIfAbsent(triplet, any -> now));
                boolean theirs = theyDefer(client, sender, recipient);
                boolean own = weDefer(client, sender, recipient);
                // It counts whole seconds, so that around the delay both are right.
                boolean clear = since.minusSeconds(DELAY).abs().compareTo(Duration.ofMillis(1200)) > 0;
                compared += clear ? 1 : 0;
                if (theirs != own && clear) {
                    differences.add("round " + round + ": " + client + " <" + sender + "> " + recipient + ": postgrey "
                            + (theirs ? "defers" : "lets in"));
                }
            }
            if (round != 1) {
                letTheDelayPass();
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(200);
    }
}
