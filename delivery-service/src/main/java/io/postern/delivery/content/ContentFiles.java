package io.postern.delivery.content;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Files in a folder, each flushed before it counts, and the folder after it. */
public final class ContentFiles implements LargeContents {

    private static final int BUFFER = 16 * 1024;

    private final Path folder;
    private final long from;

    /**
     * @param folder that all instances share
     * @param from so many bytes are a large content
     */
    public ContentFiles(Path folder, long from) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.from = from;
        flush(folder.toAbsolutePath().resolveSibling(""));
    }

    @Override
    public boolean wanted(long size) {
        return size >= from;
    }

    @Override
    public Writing begin() throws IOException {
        // Of its own, whoever else is at the same mail: who fails then takes away nothing but his own.
        String name = UUID.randomUUID().toString();
        return new FileWriting(
                name, FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public long copy(String name, long first, long most, OutputStream to) throws IOException {
        long copied = 0;
        try (FileChannel file = FileChannel.open(folder.resolve(name), StandardOpenOption.READ)) {
            ByteBuffer some = ByteBuffer.allocate(BUFFER);
            while (copied < most) {
                int read = file.read(some.clear().limit((int) Math.min(BUFFER, most - copied)), first + copied);
                if (read < 0) {
                    break;
                }
                to.write(some.array(), 0, read);
                copied += read;
            }
        }
        return copied;
    }

    @Override
    public void remove(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public List<String> before(Instant then) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                try {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(then)) {
                        names.add(file.getFileName().toString());
                    }
                } catch (NoSuchFileException e) {
                    // Another instance was quicker.
                }
            }
        }
        return names;
    }

    private static void flush(Path folder) throws IOException {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private final class FileWriting implements Writing {

        private final String name;
        private final FileChannel file;

        FileWriting(String name, FileChannel file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                file.write(left);
            }
        }

        @Override
        public void finish() throws IOException {
            file.force(true);
            flush(folder);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
