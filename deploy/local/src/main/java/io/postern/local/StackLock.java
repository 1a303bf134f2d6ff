package io.postern.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A folder belongs to one supervisor at a time. The system itself frees it if the supervisor is killed. */
record StackLock(StackFolder folder, FileChannel file) implements AutoCloseable {

    /** Takes the folder, or tells that somebody has it. */
    static Optional<StackLock> take(StackFolder folder) {
        try {
            FileChannel file =
                    FileChannel.open(folder.run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(file)) {
                return Optional.of(new StackLock(folder, file));
            }
            file.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
