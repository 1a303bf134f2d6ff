package io.postern.ingress.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.ContentChunk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {

    private static final int CHUNK = ContentChunk.MAX_BYTES;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8192, 8193, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 5 * CHUNK + 77})
    void chunksAreTheContent(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        try (Spool spool = room().open()) {
            for (int at = 0; at < size; at += 60_000) {
                spool.append(content, at, Math.min(60_000, size - at));
                if (spool.flushDue()) {
                    spool.flush();
                }
            }
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            for (int i = 0; i < spool.chunks(); i++) {
                byte[] chunk = spool.chunk(i);
                assertThat(chunk.length).isLessThanOrEqualTo(CHUNK);
                read.writeBytes(chunk);
            }
            assertThat(read.toByteArray()).isEqualTo(content);
            assertThat(spool.size()).isEqualTo(size);
        }
    }

    @Test
    void digestIsTheSha256OfAll() {
        try (Spool spool = room().open()) {
            spool.append("abc".getBytes(UTF_8), 0, 3);
            // FIPS 180-2, appendix B.1
            assertThat(spool.digest()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
    }

    @Test
    void smallMailTouchesNoFileAndLargeOneLeavesNone() throws IOException {
        Spool spool = room().open();
        spool.append(new byte[CHUNK + 1], 0, CHUNK);
        assertThat(spool.flushDue()).isFalse();
        assertThat(files()).isZero();
        spool.append(new byte[1], 0, 1);
        spool.flush();
        spool.close();
        assertThat(files()).isZero();
    }

    @Test
    void discardedSpoolKeepsNothing() {
        try (Spool spool = room().open()) {
            spool.append(new byte[100], 0, 100);
            spool.discard();
            spool.append(new byte[100], 0, 100);
            assertThat(spool.flushDue()).isFalse();
            assertThat(spool.size()).isZero();
        }
    }

    @Test
    void tightMemorySendsMailToTheDiskSooner() throws IOException {
        SpoolRoom room = new SpoolRoom(folder, 100_000, Long.MAX_VALUE);
        byte[] content = new byte[150_000];
        new Random(1).nextBytes(content);
        try (Spool large = room.open();
                Spool small = room.open()) {
            large.append(content, 0, 120_000);
            small.append(content, 0, 100);
            assertThat(small.flushDue()).as("too small to be worth a file").isFalse();
            assertThat(large.flushDue()).isTrue();
            large.flush();
            assertThat(room.memoryShare()).isLessThan(0.1);
            large.append(content, 120_000, 30_000);
            assertThat(large.chunk(0)).as("from file and memory").isEqualTo(content);
        }
        assertThat(room.memoryShare()).isZero();
    }

    @Test
    void roomIsBoundedAndComesBack() throws IOException {
        SpoolRoom room = new SpoolRoom(folder, Long.MAX_VALUE, 1_000_000);
        room.look();
        try (Spool spool = room.open()) {
            spool.append(new byte[600_000], 0, 600_000);
            spool.flush();
            assertThat(room.roomFor(500_000)).isFalse();
            assertThat(room.roomFor(300_000)).isTrue();
        }
        assertThat(room.roomFor(1_000_000)).isTrue();
    }

    private SpoolRoom room() {
        return new SpoolRoom(folder, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
