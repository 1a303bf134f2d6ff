package io.postern.ingress.spool;

import io.postern.contract.ContentChunk;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A mail's content while it comes in. The last part of it, one chunk at most and what one read of the socket brings on
 * top, is in memory; what is older is in a file, which exists only once it is needed. When memory is tight, next to
 * nothing is kept there.
 *
 * <p>{@link #append} never does I/O. Who appends looks at {@link #flushDue} and has {@link #flush} called where
 * blocking is allowed, before it appends more. Not for use by several threads at once.
 */
public final class Spool implements AutoCloseable {

    private static final int SMALLEST = 8 * 1024;

    private final SpoolRoom room;
    private final MessageDigest digest = sha256();
    private byte[] tail = new byte[0];
    private int tailLength;
    private long flushed;
    private long taken;
    private boolean discarded;
    private boolean closed;
    private @Nullable FileChannel file;

    Spool(SpoolRoom room) {
        this.room = room;
    }

    public void append(byte[] bytes, int from, int length) {
        if (discarded) {
            return;
        }
        if (tailLength + length > tail.length) {
            grow(Math.max(tailLength + length, Math.max(SMALLEST, tail.length * 2)));
        }
        System.arraycopy(bytes, from, tail, tailLength, length);
        tailLength += length;
        digest.update(bytes, from, length);
    }

    private void grow(int size) {
        room.memory(size - tail.length);
        tail = Arrays.copyOf(tail, size);
    }

    /** Bytes appended so far. */
    public long size() {
        return flushed + tailLength;
    }

    /** Whether more is in memory than should be. */
    public boolean flushDue() {
        return tailLength > ContentChunk.MAX_BYTES || (tailLength >= SMALLEST && room.tight());
    }

    /** Writes what is in memory to the file. Blocks. */
    public void flush() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(tail, 0, tailLength);
        FileChannel channel = file();
        room.take(tailLength);
        taken += tailLength;
        while (bytes.hasRemaining()) {
            channel.write(bytes, flushed + bytes.position());
        }
        flushed += tailLength;
        tailLength = 0;
        if (room.tight()) {
            release();
        }
    }

    /** How many chunks it makes; at least one. */
    public int chunks() {
        return ContentChunk.count(size());
    }

    /** The chunk of this index, from 0. Blocks if a part of it is in the file. */
    public byte[] chunk(int index) throws IOException {
        long from = (long) index * ContentChunk.MAX_BYTES;
        byte[] chunk = new byte[Math.toIntExact(Math.min(ContentChunk.MAX_BYTES, size() - from))];
        int stored = (int) Math.max(0, Math.min(chunk.length, flushed - from));
        ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, stored);
        while (bytes.hasRemaining()) {
            if (file().read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("the spool file ends before chunk " + index);
            }
        }
        if (stored < chunk.length) {
            System.arraycopy(tail, (int) (from + stored - flushed), chunk, stored, chunk.length - stored);
        }
        return chunk;
    }

    /** SHA-256 of all that was appended, in hexadecimal. To be called once, at the end. */
    public String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Lets go of the content; what is appended from now on is dropped. The file goes at {@link #close}. */
    public void discard() {
        discarded = true;
        tailLength = 0;
        release();
    }

    private void release() {
        room.memory(-tail.length);
        tail = new byte[0];
    }

    /** Deletes the file, if there is one. */
    @Override
    public void close() {
        discard();
        if (!closed) {
            closed = true;
            room.closed();
        }
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close a spool file in " + room.folder(), e);
            } finally {
                file = null;
                room.giveBack(taken);
            }
        }
    }

    private FileChannel file() throws IOException {
        if (file == null) {
            // Deleted at close by the channel itself, so also when nobody else could.
            file = FileChannel.open(
                    Files.createTempFile(room.folder(), "mail-", ".spool"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        }
        return file;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
