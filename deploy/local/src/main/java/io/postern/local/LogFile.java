package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Predicate;

/** What a part prints. */
record LogFile(Path path) {

    private static final long ROTATE_ABOVE = 10L * 1024 * 1024;
    private static final int KEPT = 3;

    private static final int TAIL = 64 * 1024;

    /** Moves a log that has grown large aside, as {@code .1}, and older ones on to {@code .3}. Not while it is written. */
    void rotate() {
        try {
            if (!Files.exists(path) || Files.size(path) <= ROTATE_ABOVE) {
                return;
            }
            for (int age = KEPT; age > 1; age--) {
                if (Files.exists(aged(age - 1))) {
                    Files.move(aged(age - 1), aged(age), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.move(path, aged(1), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines of those that are wanted, as far as they are not absurdly long; none if there is no log. */
    List<String> last(int count, Predicate<String> wanted) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(TAIL, file.length())];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            List<String> lines = new String(tail, UTF_8).lines().filter(wanted).toList();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    private Path aged(int age) {
        return path.resolveSibling(path.getFileName() + "." + age);
    }
}
