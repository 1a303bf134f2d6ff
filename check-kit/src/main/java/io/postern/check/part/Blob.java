package io.postern.check.part;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
 * Bytes to be scanned: written once, by one thread, then read by any, as often as they like. Small ones lie in memory,
 * others in a file that has no name and is gone with the process.
 */
public final class Blob extends OutputStream {

    /** Beyond this a blob goes to a file. */
    static final int IN_MEMORY = 128 * 1024;

    private static final int FIRST = 8 * 1024;

    private final MessageDigest digest = sha256Digest();
    private byte[] memory = new byte[FIRST];
    private @Nullable FileChannel file;
    private long size;
    private @Nullable String sha256;

    /** All that a stream has to give. The stream is not closed. */
    public static Blob of(InputStream bytes) throws IOException {
        Blob blob = new Blob();
        try {
            bytes.transferTo(blob);
            return blob;
        } catch (IOException | RuntimeException e) {
            blob.close();
            throw e;
        }
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (file == null && size + length > IN_MEMORY) {
            spill();
        }
        if (file == null) {
            append(bytes, offset, length);
        } else {
            write(file, ByteBuffer.wrap(bytes, offset, length));
        }
        digest.update(bytes, offset, length);
        size += length;
    }

    private void append(byte[] bytes, int offset, int length) {
        int end = (int) size + length;
        if (end > memory.length) {
            memory = Arrays.copyOf(memory, Math.min(IN_MEMORY, Math.max(end, memory.length * 2)));
        }
        System.arraycopy(bytes, offset, memory, (int) size, length);
    }

    private void spill() throws IOException {
        FileChannel spilled = FileChannel.open(
                Files.createTempFile("postern-", ".part"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        file = spilled;
        write(spilled, ByteBuffer.wrap(memory, 0, (int) size));
        memory = new byte[0];
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    public long size() {
        return size;
    }

    /** SHA-256 of all that was written, in lower-case hexadecimal digits. Ends the writing. */
    public synchronized String sha256() {
        if (sha256 == null) {
            sha256 = HexFormat.of().formatHex(digest.digest());
        }
        return sha256;
    }

    /** The bytes from the first. */
    public InputStream open() {
        return open(0, size);
    }

    /** The bytes from one offset to another, which is excluded. */
    public InputStream open(long from, long to) {
        return file == null
                ? new ByteArrayInputStream(memory, (int) from, (int) (to - from))
                : new FileSlice(file, from, to);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Reads at a position of its own, so that several can read at once. */
    private static final class FileSlice extends InputStream {

        private final FileChannel file;
        private final long end;
        private long position;

        FileSlice(FileChannel file, long from, long to) {
            this.file = file;
            this.position = from;
            this.end = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (position >= end) {
                return -1;
            }
            int wanted = (int) Math.min(length, end - position);
            int read = file.read(ByteBuffer.wrap(into, offset, wanted), position);
            position += Math.max(read, 0);
            return read;
        }
    }
}
