package io.postern.check.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.io.UdpIoClient;

/**
 * Questions over UDP, each on a virtual thread and from a port of its own (RFC 5452 section 9.2). Datagrams that do not
 * answer the question are passed over, not taken for a failure, so that a forger who guesses wrong cannot end it.
 *
 * @param attempts how often a question is sent while there is no answer; one that is late is still an answer
 */
record UdpExchange(int attempts) implements UdpIoClient {

    private static final int HEADER = 12;
    private static final int RESPONSE = 0x80;
    private static final byte[] NOTHING = {};

    @Override
    public CompletableFuture<byte[]> sendAndReceiveUdp(
            @Nullable InetSocketAddress local,
            InetSocketAddress remote,
            Message query,
            byte[] data,
            int max,
            Duration timeout) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("dns").start(() -> {
            try {
                answer.complete(exchange(local, remote, data, max, timeout));
            } catch (IOException | RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private byte[] exchange(
            @Nullable InetSocketAddress local, InetSocketAddress remote, byte[] query, int max, Duration timeout)
            throws IOException {
        long start = System.nanoTime();
        try (DatagramSocket socket = new DatagramSocket(local == null ? new InetSocketAddress(0) : local)) {
            socket.connect(remote); // others are not heard, and we hear at once if nobody listens there
            for (int attempt = 1; attempt <= attempts; attempt++) {
                socket.send(new DatagramPacket(query, query.length));
                byte[] answer = receive(socket, query, max, start + timeout.toNanos() / attempts * attempt);
                if (answer.length > 0) {
                    return answer;
                }
            }
        }
        throw new SocketTimeoutException("no answer in time");
    }

    /** Nothing if there is no answer before {@code end}. */
    private static byte[] receive(DatagramSocket socket, byte[] query, int max, long end) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[max], max);
        try {
            long left = millisUntil(end);
            while (left > 0) {
                packet.setLength(max);
                socket.setSoTimeout(Math.toIntExact(left));
                socket.receive(packet);
                byte[] answer = Arrays.copyOf(packet.getData(), packet.getLength());
                if (answers(query, answer)) {
                    return answer;
                }
                left = millisUntil(end);
            }
        } catch (SocketTimeoutException nothing) {
            return NOTHING;
        }
        return NOTHING;
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    /** Whether it is a response, with our id, to our question (RFC 5452 section 9.1). */
    private static boolean answers(byte[] query, byte[] answer) {
        if (answer.length < HEADER || answer[0] != query[0] || answer[1] != query[1] || (answer[2] & RESPONSE) == 0) {
            return false;
        }
        return !hasQuestion(answer) || sameQuestion(query, answer);
    }

    private static boolean hasQuestion(byte[] message) {
        return message[4] != 0 || message[5] != 0;
    }

    /** In all octets, but for the case of letters, which a server need not keep. */
    private static boolean sameQuestion(byte[] query, byte[] answer) {
        int length = questionLength(query);
        if (answer.length < HEADER + length) {
            return false;
        }
        for (int i = HEADER; i < HEADER + length; i++) {
            if (lower(query[i]) != lower(answer[i])) {
                return false;
            }
        }
        return true;
    }

    /** Of a question that we wrote ourselves: a name without compression, type and class. */
    private static int questionLength(byte[] query) {
        int at = HEADER;
        while (query[at] != 0) {
            at += 1 + (query[at] & 0xff);
        }
        return at + 1 + 4 - HEADER;
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }
}
