package io.postern.local.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The questions that come over TCP (RFC 7766): any number over a connection, one after the other. There are few
 * connections at a time, and each is closed if a question is not asked and its answer taken within the deadline.
 */
final class Connections implements Runnable {

    static final int MAX_CONNECTIONS = 16;

    private final ServerSocket listener;
    private final Responder responder;
    private final Duration deadline;
    private final Semaphore places = new Semaphore(MAX_CONNECTIONS);
    private final ScheduledThreadPoolExecutor deadlines =
            new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());

    /** @param deadline for a question and its answer, the silence before it counted */
    Connections(ServerSocket listener, Responder responder, Duration deadline) {
        this.listener = listener;
        this.responder = responder;
        this.deadline = deadline;
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /** Until the listener is closed. */
    @Override
    public void run() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (places.tryAcquire()) {
                    Thread.ofVirtual().start(() -> converse(client));
                } else {
                    client.close();
                }
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        } finally {
            deadlines.shutdownNow();
        }
    }

    private void converse(Socket client) {
        try (client) {
            DataInputStream questions = new DataInputStream(client.getInputStream());
            while (answered(questions, client)) {
                // the next one
            }
        } catch (IOException e) {
            // The client is gone, or out of time.
        } finally {
            places.release();
        }
    }

    /** @return whether the client deserves to be listened to any longer */
    private boolean answered(DataInputStream questions, Socket client) throws IOException {
        Future<?> end = deadlines.schedule(() -> close(client), deadline.toMillis(), TimeUnit.MILLISECONDS);
        try {
            byte[] query = new byte[questions.readUnsignedShort()];
            questions.readFully(query);
            Optional<byte[]> answer = responder.toStream(query);
            if (answer.isPresent()) {
                client.getOutputStream().write(framed(answer.get()));
            }
            return answer.isPresent();
        } finally {
            end.cancel(false);
        }
    }

    /** With its length before it, in one piece. */
    private static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(Short.BYTES + message.length)
                .putShort((short) message.length)
                .put(message)
                .array();
    }

    private static void close(Socket client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
