package io.postern.check.service;

import io.postern.check.Mail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one mail: the chunks as they came from Kafka while there is room in memory, else a file. Written by one
 * thread, then read by any.
 */
final class Spool implements Mail.Content {

    /**
     * What all spools of the service share.
     *
     * @param perMail bytes of one mail in memory
     * @param perService bytes of all mails in memory
     * @param used how much of that is in use
     */
    record Room(long perMail, long perService, AtomicLong used) {
        Room(long perMail, long perService) {
            this(perMail, perService, new AtomicLong());
        }
    }

    private final Room room;
    private final List<byte[]> chunks = new ArrayList<>(1);
    private @Nullable FileChannel file;
    private long size;

    Spool(Room room) {
        this.room = room;
    }

    long size() {
        return size;
    }

    /** Takes the bytes over; they must not be changed any more. */
    void append(byte[] chunk) throws IOException {
        if (file == null
                && (size + chunk.length > room.perMail() || room.used().get() + chunk.length > room.perService())) {
            file = spill();
        }
        if (file == null) {
            chunks.add(chunk);
            room.used().addAndGet(chunk.length);
        } else {
            write(file, chunk);
        }
        size += chunk.length;
    }

    private FileChannel spill() throws IOException {
        // On the systems we run on the file loses its name at once: it is gone with the process, however that ends.
        FileChannel spilled = FileChannel.open(
                Files.createTempFile("postern-", ".mail"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        for (byte[] chunk : chunks) {
            write(spilled, chunk);
        }
        room.used().addAndGet(-size);
        chunks.clear();
        return spilled;
    }

    private static void write(FileChannel file, byte[] chunk) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(chunk);
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    @Override
    public InputStream open() {
        if (file != null) {
            return new FileStream(file);
        }
        if (chunks.size() == 1) {
            return new ByteArrayInputStream(chunks.getFirst());
        }
        return new SequenceInputStream(Collections.enumeration(
                chunks.stream().map(ByteArrayInputStream::new).toList()));
    }

    void close() {
        if (file == null) {
            room.used().addAndGet(-size);
            chunks.clear();
            size = 0;
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a file from its start, at a position of its own, so that several can read at once. */
    private static final class FileStream extends InputStream {

        private final FileChannel file;
        private long position;

        FileStream(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = file.read(ByteBuffer.wrap(into, offset, length), position);
            position += Math.max(read, 0);
            return read;
        }
    }
}
