package io.postern.av.clamd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.postern.av.FakeClamd;
import io.postern.av.clamd.ClamdAnswer.Kind;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class ClamdTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        assertThat(timer.getQueue()).as("time limits that were not taken back").allMatch(alarm -> false);
        timer.shutdownNow();
    }

    private Clamd clamd(FakeClamd fake) {
        timer.setRemoveOnCancelPolicy(true);
        return new Clamd(ClamdAddress.of(fake.address()), timer);
    }

    private static InputStream bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return new ByteArrayInputStream(bytes);
    }

    @Test
    void bytesArriveAsTheyAreOverTcp() throws IOException {
        try (FakeClamd fake = new FakeClamd(FakeClamd.WELL)) {
            assertThat(clamd(fake).scan(bytes(1_000_001), 1_000_001, LONG).kind())
                    .isEqualTo(Kind.OK);
            assertThat(fake.scanned(0)).isEqualTo(bytes(1_000_001).readAllBytes());
        }
    }

    @Test
    void bytesArriveAsTheyAreOverUnixSocket() throws IOException {
        try (FakeClamd fake = new FakeClamd(FakeClamd.WELL, folder.resolve("clamd.ctl"))) {
            assertThat(clamd(fake).scan(bytes(300_000), 300_000, LONG).kind()).isEqualTo(Kind.OK);
            assertThat(fake.scanned(0)).isEqualTo(bytes(300_000).readAllBytes());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "100, 10", "10, 100", "65535, 65535", "65536, 65536", "65537, 65537", "131072, 131072"})
    void bytesArriveAsTheyAreHoweverManyWereExpected(int size, int expected) throws IOException {
        try (FakeClamd fake = new FakeClamd(FakeClamd.WELL)) {
            assertThat(clamd(fake).scan(bytes(size), expected, LONG).kind()).isEqualTo(Kind.OK);
            assertThat(fake.scanned(0)).isEqualTo(bytes(size).readAllBytes());
        }
    }

    @Test
    void nothingIsScannedToo() throws IOException {
        try (FakeClamd fake = new FakeClamd(FakeClamd.WELL)) {
            assertThat(clamd(fake).scan(bytes(0), 0, LONG).kind()).isEqualTo(Kind.OK);
        }
    }

    @Test
    void virusHasItsName() throws IOException {
        try (FakeClamd fake = new FakeClamd(FakeClamd.WELL)) {
            InputStream bytes = new ByteArrayInputStream(FakeClamd.VIRUS.getBytes(ISO_8859_1));
            assertThat(clamd(fake).scan(bytes, FakeClamd.VIRUS.length(), LONG))
                    .isEqualTo(new ClamdAnswer(Kind.FOUND, "Fake.Virus-1"));
        }
    }

    @Test
    void limitThatIsSaidWhileStillStreamingIsHeard() throws IOException {
        try (FakeClamd fake = new FakeClamd(FakeClamd.SIZE_LIMIT)) {
            assertThat(clamd(fake).scan(bytes(20_000_000), 20_000_000, LONG).kind())
                    .isEqualTo(Kind.TOO_LARGE);
        }
    }

    @Test
    void nobodyThereIsSaidAtOnce() {
        FakeClamd gone = new FakeClamd(FakeClamd.WELL);
        Clamd clamd = clamd(gone);
        gone.close();
        assertThatThrownBy(() -> clamd.scan(bytes(10), 10, LONG)).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> clamd.ping(LONG)).isInstanceOf(ConnectException.class);
    }

    @Test
    void silenceEndsWithTheTime() {
        try (FakeClamd fake = new FakeClamd(FakeClamd.SILENT)) {
            assertThatThrownBy(() -> clamd(fake).scan(bytes(10), 10, SHORT)).isInstanceOf(TimeIsUp.class);
        }
    }

    @Test
    void engineThatStopsReadingEndsWithTheTime() {
        try (FakeClamd fake = new FakeClamd(FakeClamd.FREEZES)) {
            assertThatThrownBy(() -> clamd(fake).scan(bytes(50_000_000), 50_000_000, SHORT))
                    .isInstanceOf(TimeIsUp.class);
        }
    }

    @Test
    void noTimeAtAllEndsAtOnce() {
        try (FakeClamd fake = new FakeClamd(FakeClamd.SILENT)) {
            assertThatThrownBy(() -> clamd(fake).scan(bytes(10), 10, Duration.ofSeconds(-1)))
                    .isInstanceOf(TimeIsUp.class);
        }
    }

    @Test
    void closedWithoutAnAnswerIsNoAnswer() {
        try (FakeClamd fake = new FakeClamd(FakeClamd.CLOSES)) {
            assertThatThrownBy(() -> clamd(fake).scan(bytes(10), 10, LONG)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void answerThatBreaksOffIsNone() {
        try (FakeClamd fake = new FakeClamd(FakeClamd.BREAKS_OFF)) {
            assertThatThrownBy(() -> clamd(fake).scan(bytes(10), 10, LONG)).isInstanceOf(Gibberish.class);
        }
    }

    @Test
    void garbageIsNoAnswer() {
        try (FakeClamd fake = new FakeClamd(FakeClamd.GARBAGE)) {
            assertThatThrownBy(() -> clamd(fake).scan(bytes(10), 10, LONG)).isInstanceOf(Gibberish.class);
        }
    }

    @Test
    void answerWithoutEndIsNone() {
        try (FakeClamd fake = new FakeClamd(FakeClamd.says("x".repeat(100_000)))) {
            assertThatThrownBy(() -> clamd(fake).scan(bytes(10), 10, LONG)).isInstanceOf(Gibberish.class);
        }
    }

    @Test
    void mailThatCannotBeReadIsNotTheEnginesFault() {
        try (FakeClamd fake = new FakeClamd(FakeClamd.WELL)) {
            InputStream broken = new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("disk on fire");
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    throw new IOException("disk on fire");
                }
            };
            assertThatThrownBy(() -> clamd(fake).scan(broken, 10, LONG)).isInstanceOf(UnreadableMail.class);
        }
    }

    @Test
    void interruptEndsIt() throws Exception {
        try (FakeClamd fake = new FakeClamd(FakeClamd.SILENT)) {
            Clamd clamd = clamd(fake);
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread thread = Thread.ofVirtual().start(() -> {
                try {
                    clamd.scan(bytes(10), 10, LONG);
                } catch (IOException e) {
                    ended.complete(e);
                }
            });
            while (fake.connections() == 0) {
                Thread.onSpinWait(); // until it waits for the answer; the class has a time limit
            }
            thread.interrupt();
            assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void connectionsAreClosedWhateverHappens() throws Exception {
        try (FakeClamd fake = new FakeClamd(FakeClamd.SILENT)) {
            for (FakeClamd.Manner manner : new FakeClamd.Manner[] {
                FakeClamd.SIZE_LIMIT, FakeClamd.GARBAGE, FakeClamd.CLOSES, FakeClamd.BREAKS_OFF, FakeClamd.UNKNOWN
            }) {
                fake.become(manner);
                for (int i = 0; i < 50; i++) {
                    try {
                        clamd(fake).scan(bytes(100_000), 100_000, LONG);
                    } catch (IOException e) {
                        // as it should
                    }
                }
            }
            await("all connections are closed")
                    .atMost(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(fake.connections()).isZero());
        }
    }

    @Test
    void itsVersionIsAsked() throws IOException {
        try (FakeClamd fake = new FakeClamd(FakeClamd.WELL)) {
            clamd(fake).ping(LONG);
            assertThat(clamd(fake).version(LONG)).hasToString("ClamAV 1.4.6/27500");
        }
    }
}
