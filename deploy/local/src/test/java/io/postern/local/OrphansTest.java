package io.postern.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansTest {

    private final Process sleeper;
    private StackFolder folder;

    OrphansTest() throws IOException {
        sleeper = new ProcessBuilder("sleep", "600").start();
    }

    @BeforeEach
    void makeFolder(@TempDir Path data) {
        folder = new StackFolder(data);
        folder.create();
    }

    @AfterEach
    void endSleeper() {
        sleeper.destroyForcibly();
    }

    @Test
    void recordedProcessIsEndedAndForgotten() throws InterruptedException {
        KnownProcess.of(sleeper.toHandle()).write(folder.process("content-service"));
        endOrphans();
        assertEnded();
        assertThat(folder.process("content-service")).doesNotExist();
    }

    @Test
    void suspendedProcessIsEndedToo() throws InterruptedException {
        KnownProcess.of(sleeper.toHandle()).write(folder.process("content-service"));
        Signal.STOP.send(sleeper.pid());
        endOrphans();
        assertEnded();
    }

    @Test
    void strangerWithTheSameNumberIsLeftAlone() {
        KnownProcess sleeping = KnownProcess.of(sleeper.toHandle());
        new KnownProcess(sleeping.pid(), sleeping.started().minus(Duration.ofHours(1)))
                .write(folder.process("content-service"));
        endOrphans();
        assertThat(sleeper.isAlive()).isTrue();
        assertThat(folder.process("content-service")).doesNotExist();
    }

    /** It has ended, but this JVM, whose child it is, hears of it a moment later. */
    private void assertEnded() throws InterruptedException {
        assertThat(sleeper.waitFor(10, TimeUnit.SECONDS)).as("it has ended").isTrue();
    }

    private void endOrphans() {
        try (StackLock lock = StackLock.take(folder).orElseThrow()) {
            Orphans.end(lock, line -> {});
        }
    }
}
