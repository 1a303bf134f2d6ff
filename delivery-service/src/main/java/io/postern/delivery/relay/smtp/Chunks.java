package io.postern.delivery.relay.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends content by BDAT (RFC 3030). A server that allows it has the next chunk on its way while it answers the one before.
 */
final class Chunks extends OutputStream {

    static final int CHUNK = 256 * 1024;

    private final Dialogue dialogue;
    private final boolean ahead;
    private final byte[] chunk;
    private int length;
    private boolean owed;
    private @Nullable Reply refusal;

    /**
     * @param expected bytes of the content, about
     * @param ahead whether to send without waiting for an answer
     */
    Chunks(Dialogue dialogue, long expected, boolean ahead) {
        this.dialogue = dialogue;
        this.ahead = ahead;
        // Repaired line ends make it longer, mostly by nothing.
        this.chunk = new byte[(int) Math.min(CHUNK, expected + 512)];
    }

    /** What the server said to a chunk that it did not take; {@code null} if it took them all. */
    @Nullable
    Reply refusal() {
        return refusal;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        int at = from;
        int left = count;
        while (left > 0) {
            if (length == chunk.length) {
                send("");
            }
            int part = Math.min(left, chunk.length - length);
            System.arraycopy(bytes, at, chunk, length, part);
            length += part;
            at += part;
            left -= part;
        }
    }

    /** Sends what is left; the answer is still to come. */
    void end() throws IOException {
        settle();
        sendChunk(" LAST");
    }

    private void send(String last) throws IOException {
        sendChunk(last);
        dialogue.wire().flush();
        if (ahead) {
            settle();
        }
        owed = true;
        if (!ahead) {
            settle();
        }
    }

    private void sendChunk(String last) throws IOException {
        byte[] command = ("BDAT " + length + last + "\r\n").getBytes(US_ASCII);
        dialogue.wire().out().write(command);
        dialogue.wire().out().write(chunk, 0, length);
        length = 0;
    }

    private void settle() throws IOException {
        if (owed) {
            owed = false;
            Reply reply = dialogue.hear(Step.CONTENT);
            if (!reply.positive()) {
                refusal = reply;
                throw new IOException("chunk refused");
            }
        }
    }
}
