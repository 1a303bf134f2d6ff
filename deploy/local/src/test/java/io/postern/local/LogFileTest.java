package io.postern.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    private static final long MEGABYTE = 1024L * 1024;

    private Path path;
    private LogFile log;

    @BeforeEach
    void nameLog(@TempDir Path folder) {
        path = folder.resolve("kafka.log");
        log = new LogFile(path);
    }

    @Test
    void smallLogGoesOn() throws IOException {
        Files.writeString(path, "line\n");
        log.rotate();
        assertThat(path).hasContent("line\n");
    }

    @Test
    void threeLargeLogsAreKept() throws IOException {
        for (int size = 11; size <= 15; size++) {
            grow(size * MEGABYTE);
            log.rotate();
        }
        assertThat(path).doesNotExist();
        assertThat(path.resolveSibling("kafka.log.1")).hasSize(15 * MEGABYTE);
        assertThat(path.resolveSibling("kafka.log.3")).hasSize(13 * MEGABYTE);
        assertThat(path.resolveSibling("kafka.log.4")).doesNotExist();
    }

    @Test
    void failureShowsTheLinesThatSayWhy() throws IOException {
        Files.writeString(path, "ERROR no such file\n\tat a.B.c(B.java:1)\n\t... 38 more\nCaused by: it\n");
        assertThat(StackFailed.of("kafka", "ends", log))
                .hasMessage("kafka ends; the end of " + path + ":\n  ERROR no such file\n  Caused by: it");
    }

    private void grow(long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        }
    }
}
