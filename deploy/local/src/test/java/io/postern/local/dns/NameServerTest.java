package io.postern.local.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** With real sockets; the client is dnsjava's own. */
@Timeout(60)
class NameServerTest {

    private static final String SOA = "@ 60 SOA localhost. admin.test. 1 3600 600 86400 10\n";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private NameServer server;
    private Thread serving;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(
                folder.resolve("a.test.zone"),
                SOA + "www 60 A 127.0.0.7\n" + ("big 60 TXT " + "x".repeat(250) + "\n")
                        + ("big 60 TXT " + "y".repeat(250) + "\n") + ("big 60 TXT " + "z".repeat(250) + "\n"));
        server = NameServer.open(folder, 0, DEADLINE, log::add);
        serving = Thread.ofVirtual().start(server::serve);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        assertThat(serving.join(PATIENCE)).as("it has ended").isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bothTransportsAnswerAlike(boolean tcp) throws IOException {
        assertThat(data(ask(tcp, "www.a.test.", Type.A))).containsExactly("127.0.0.7");
        assertThat(ask(tcp, "no.a.test.", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(ask(tcp, "www.a.test.", Type.MX).getSection(Section.AUTHORITY))
                .hasSize(1);
        assertThat(ask(tcp, "b.test.", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void truncatedAnswerIsWholeOverTcp() throws IOException {
        SimpleResolver plain = resolver(false);
        plain.setIgnoreTruncation(true);
        assertThat(plain.send(query("big.a.test.", Type.TXT)).getHeader().getFlag(Flags.TC))
                .isTrue();
        assertThat(data(ask(false, "big.a.test.", Type.TXT))).hasSize(3);
    }

    @Test
    void noiseIsSurvived() throws IOException {
        Random random = new Random(20_250_101);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 1; i <= 2_000; i++) {
                byte[] noise = new byte[random.nextInt(600)];
                random.nextBytes(noise);
                socket.send(new DatagramPacket(noise, noise.length, address()));
                if (i % 50 == 0) { // more would not fit into the socket's buffer
                    assertThat(data(ask(false, "www.a.test.", Type.A))).containsExactly("127.0.0.7");
                }
            }
        }
        try (Socket socket = connect()) {
            byte[] noise = new byte[600];
            random.nextBytes(noise);
            socket.getOutputStream().write(noise);
        }
        assertThat(data(ask(true, "www.a.test.", Type.A))).containsExactly("127.0.0.7");
    }

    @Test
    void connectionServesManyQuestions() throws IOException {
        try (Socket socket = connect()) {
            byte[] query = framed(query("www.a.test.", Type.A).toWire());
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(2 * query.length)
                            .put(query)
                            .put(query)
                            .array());
            DataInputStream answers = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < 2; i++) {
                assertThat(data(new Message(answers.readNBytes(answers.readUnsignedShort()))))
                        .containsExactly("127.0.0.7");
            }
        }
    }

    /** Nothing, or a byte now and then: neither holds a connection longer than the deadline. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void silentConnectionIsClosed(boolean drips) throws Exception {
        try (Socket socket = connect()) {
            Thread dripping = Thread.ofVirtual().start(() -> drip(socket, drips));
            assertThat(ended(socket)).isTrue();
            dripping.interrupt();
        }
    }

    private static void drip(Socket socket, boolean drips) {
        try {
            while (drips) {
                socket.getOutputStream().write(1);
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (IOException e) {
            // closed by the server
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void connectionThatIsOneTooManyIsClosedAndTheNextTaken() throws IOException {
        List<Socket> held = new ArrayList<>();
        try {
            for (int i = 0; i < Connections.MAX_CONNECTIONS; i++) {
                held.add(connect());
            }
            long before = System.nanoTime();
            try (Socket more = connect()) {
                assertThat(ended(more)).isTrue();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(DEADLINE);
            assertThat(held).allMatch(NameServerTest::ended);
            assertThat(data(ask(true, "www.a.test.", Type.A))).containsExactly("127.0.0.7");
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void changedZoneIsServedWithoutARestart() throws Exception {
        Files.writeString(folder.resolve("b.test.zone"), SOA + "www 60 A 127.0.0.8\n");
        awaitLog("zones=2");
        assertThat(data(ask(false, "www.b.test.", Type.A))).containsExactly("127.0.0.8");
        Files.writeString(folder.resolve("b.test.zone"), "rubbish");
        awaitLog("zone refused, the last good one stays: " + folder.resolve("b.test.zone"));
        assertThat(data(ask(false, "www.b.test.", Type.A))).containsExactly("127.0.0.8");
    }

    @Test
    void takenPortIsAnError() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> NameServer.open(folder, taken.getLocalPort(), DEADLINE, log::add))
                    .isInstanceOf(IOException.class);
        }
    }

    private void awaitLog(String part) throws InterruptedException {
        String line;
        do {
            line = log.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(line).as("a line with " + part).isNotNull();
        } while (!line.contains(part));
    }

    /** Whether the server has closed it, or does so in time. */
    private static boolean ended(Socket socket) {
        try {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true; // reset: there was something it has not read
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Message ask(boolean tcp, String name, int type) throws IOException {
        return resolver(tcp).send(query(name, type));
    }

    private SimpleResolver resolver(boolean tcp) {
        SimpleResolver resolver = new SimpleResolver(address());
        resolver.setTCP(tcp);
        resolver.setEDNS(-1);
        resolver.setTimeout(PATIENCE);
        return resolver;
    }

    private static Message query(String name, int type) {
        return Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN));
    }

    private static byte[] framed(byte[] query) {
        return ByteBuffer.allocate(2 + query.length)
                .putShort((short) query.length)
                .put(query)
                .array();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    private static List<String> data(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }
}
