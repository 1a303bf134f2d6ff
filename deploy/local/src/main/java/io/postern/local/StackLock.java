package io.postern.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A folder belongs to one supervisor at a time. The system itself frees it if the supervisor is killed. */
record StackLock(StackFolder folder, FileChannel file) implements AutoCloseable {

    /** A process that ends lets go of its files a little after it seems to be gone. */
    private static final int ATTEMPTS = 20;

    private static final int PAUSE_MS = 50;

    /** Takes the folder; empty if somebody has it and keeps it. */
    static Optional<StackLock> take(StackFolder folder) {
        try {
            FileChannel file =
                    FileChannel.open(folder.run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (locked(file)) {
                    return Optional.of(new StackLock(folder, file));
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            @Nullable FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this process
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
