package io.postern.ingress.spool;

import io.postern.contract.ContentChunk;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A mail's content while it comes in. The last part of it, one chunk at most and what one read of the socket brings on
 * top, is in memory; what is older is in a file, which exists only once it is needed.
 *
 * <p>{@link #append} never does I/O. Who appends looks at {@link #flushDue} and has {@link #flush} called where
 * blocking is allowed, before it appends more. Not for use by several threads at once.
 */
public final class Spool implements AutoCloseable {

    private static final int FIRST_ALLOCATION = 8 * 1024;

    private final Path folder;
    private final MessageDigest digest = sha256();
    private byte[] tail = new byte[0];
    private int tailLength;
    private long flushed;
    private boolean discarded;
    private @Nullable FileChannel file;

    /** @param folder where the file goes, if there is to be one */
    public Spool(Path folder) {
        this.folder = folder;
    }

    public void append(byte[] bytes, int from, int length) {
        if (discarded) {
            return;
        }
        if (tailLength + length > tail.length) {
            tail = Arrays.copyOf(tail, Math.max(tailLength + length, Math.max(FIRST_ALLOCATION, tail.length * 2)));
        }
        System.arraycopy(bytes, from, tail, tailLength, length);
        tailLength += length;
        digest.update(bytes, from, length);
    }

    /** Bytes appended so far. */
    public long size() {
        return flushed + tailLength;
    }

    /** Whether more than a chunk is in memory. */
    public boolean flushDue() {
        return tailLength > ContentChunk.MAX_BYTES;
    }

    /** Writes whole chunks to the file. Blocks. */
    public void flush() throws IOException {
        int whole = tailLength - tailLength % ContentChunk.MAX_BYTES;
        if (whole == 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(tail, 0, whole);
        FileChannel channel = file();
        while (bytes.hasRemaining()) {
            channel.write(bytes, flushed + bytes.position());
        }
        System.arraycopy(tail, whole, tail, 0, tailLength - whole);
        tailLength -= whole;
        flushed += whole;
    }

    /** How many chunks it makes; at least one. */
    public int chunks() {
        return ContentChunk.count(size());
    }

    /** The chunk of this index, from 0. Blocks if it is in the file. */
    public byte[] chunk(int index) throws IOException {
        long from = (long) index * ContentChunk.MAX_BYTES;
        int length = Math.toIntExact(Math.min(ContentChunk.MAX_BYTES, size() - from));
        if (from >= flushed) {
            int start = Math.toIntExact(from - flushed);
            return Arrays.copyOfRange(tail, start, start + length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file().read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("the spool file ends before chunk " + index);
            }
        }
        return bytes.array();
    }

    /** SHA-256 of all that was appended, in hexadecimal. To be called once, at the end. */
    public String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Lets go of the content; what is appended from now on is dropped. The file goes at {@link #close}. */
    public void discard() {
        discarded = true;
        tail = new byte[0];
        tailLength = 0;
    }

    /** Deletes the file, if there is one. */
    @Override
    public void close() {
        discard();
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("cannot close a spool file in " + folder, e);
            } finally {
                file = null;
            }
        }
    }

    private FileChannel file() throws IOException {
        if (file == null) {
            // Deleted at close by the channel itself, so also when nobody else could.
            file = FileChannel.open(
                    Files.createTempFile(folder, "mail-", ".spool"),
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
