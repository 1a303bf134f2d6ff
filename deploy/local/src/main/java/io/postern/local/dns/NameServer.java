package io.postern.local.dns;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Serves a folder of zones over UDP and TCP; a stack's own on loopback only. */
public final class NameServer implements AutoCloseable {

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 32;
    private static final Duration RELOAD = Duration.ofSeconds(1);

    private final ZoneFolder zones;
    private final ServerSocket connections;
    private final DatagramSocket datagrams;
    private final Responder responder;
    private final Duration deadline;
    private final CountDownLatch closed = new CountDownLatch(1);

    private NameServer(ZoneFolder zones, ServerSocket connections, DatagramSocket datagrams, Duration deadline) {
        this.zones = zones;
        this.connections = connections;
        this.datagrams = datagrams;
        this.responder = new Responder(zones::zone);
        this.deadline = deadline;
    }

    /**
     * Serves until the process is ended.
     *
     * @param words the folder and the port. A zone that cannot be served ends it with status 1
     */
    public static void main(String... words) throws IOException {
        Consumer<String> log = line -> System.out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
        try (NameServer server = open(Path.of(words[0]), Integer.parseInt(words[1]), Duration.ofSeconds(5), log)) {
            server.serve();
        } catch (BadZone e) {
            log.accept("zone refused, nothing is served: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Listens, and serves with {@link #serve()}.
     *
     * @param port 0 for any
     * @param deadline of a connection for a question and its answer
     * @param log is told line by line what becomes of the zones
     */
    static NameServer open(Path folder, int port, Duration deadline, Consumer<String> log) throws BadZone, IOException {
        return open(folder, new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), deadline, log);
    }

    /** The same at any address of this machine. */
    public static NameServer open(Path folder, InetSocketAddress at, Duration deadline, Consumer<String> log)
            throws BadZone, IOException {
        ZoneFolder zones = ZoneFolder.open(folder, log);
        ServerSocket connections = new ServerSocket(at.getPort(), BACKLOG, at.getAddress());
        try {
            DatagramSocket datagrams =
                    new DatagramSocket(new InetSocketAddress(at.getAddress(), connections.getLocalPort()));
            return new NameServer(zones, connections, datagrams, deadline);
        } catch (IOException e) {
            connections.close();
            throw e;
        }
    }

    public int port() {
        return connections.getLocalPort();
    }

    /** Until it is closed. If one of its loops fails, all of it does: half a name server would be missed by nobody. */
    public void serve() {
        Stream<Runnable> loops = Stream.of(
                new Datagrams(datagrams, responder), new Connections(connections, responder, deadline), this::watch);
        CompletableFuture.anyOf(loops.map(loop -> CompletableFuture.runAsync(
                                loop, task -> Thread.ofVirtual().start(task)))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private void watch() {
        try {
            while (!closed.await(RELOAD.toMillis(), TimeUnit.MILLISECONDS)) {
                zones.readAgainIfChanged();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        datagrams.close();
        connections.close();
    }
}
