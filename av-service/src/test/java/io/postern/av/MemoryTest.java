package io.postern.av;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MemoryTest {

    private static final byte[] FILE = "a file that goes round in the office".getBytes(ISO_8859_1);
    private static final Report CLEAN = Report.of(new ScanResult(ScanResult.Kind.CLEAN, "", "e", "v"));

    @Test
    void mailThatIsSentAgainIsNotScannedAgain() throws IOException, InterruptedException {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.WELL);
                Rig rig = Rig.probed("engines", clamd.address(), "parts.scan", "all")) {
            rig.scan(Rig.attached("a", FILE));
            int scans = clamd.scans();
            rig.scan(Rig.attached("a", FILE));
            assertThat(clamd.scans()).isEqualTo(scans);
        }
    }

    @Test
    void partThatCameBeforeIsNotScannedAgain() throws IOException, InterruptedException {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.WELL);
                Rig rig = Rig.probed("engines", clamd.address(), "parts.scan", "all")) {
            rig.scan(Rig.attached("a", FILE));
            assertThat(clamd.scans()).isEqualTo(2);
            rig.scan(Rig.attached("b", FILE));
            assertThat(clamd.scans()).as("the mail, but not its file").isEqualTo(3);
            assertThat(clamd.scanned(2)).isNotEqualTo(FILE);
        }
    }

    @Test
    void newSignaturesMakeItScanAgain() throws IOException, InterruptedException {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.WELL);
                Rig rig = Rig.probed("engines", clamd.address(), "probe.interval", "50ms")) {
            rig.scan(Rig.plain("hello"));
            clamd.version("ClamAV 1.4.6/27501/Wed Nov 25 09:30:00 2026");
            Rig.await(() -> rig.engines.has("ClamAV 1.4.6/27501"));
            rig.scan(Rig.plain("hello"));
            assertThat(clamd.scans()).isEqualTo(2);
        }
    }

    @Test
    void errorsAreNotRemembered() throws IOException, InterruptedException {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.GARBAGE);
                Rig rig = Rig.probed("engines", clamd.address())) {
            assertThat(Rig.code(rig.scan(Rig.plain("hello")))).isEqualTo("engine-error");
            clamd.become(FakeClamd.WELL);
            assertThat(Rig.code(rig.scan(Rig.plain("hello")))).isEqualTo("clean");
        }
    }

    @Test
    void whatWasNotAskedForLongestIsForgottenFirst() {
        DigestCache cache = new DigestCache(2, Duration.ofHours(1), Clock.systemUTC());
        for (String digest : Arrays.asList("a", "b")) {
            cache.put(digest, CLEAN);
        }
        assertThat(cache.find("a", report -> true)).isNotNull();
        cache.put("c", CLEAN);
        assertThat(cache.find("b", report -> true)).isNull();
        assertThat(cache.find("a", report -> true)).isNotNull();
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void nothingIsRememberedForLongerThanItShould() {
        Instant[] now = {Instant.EPOCH};
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
        DigestCache cache = new DigestCache(2, Duration.ofHours(1), clock);
        cache.put("a", CLEAN);
        now[0] = now[0].plusSeconds(3_599);
        assertThat(cache.find("a", report -> true)).isNotNull();
        now[0] = now[0].plusSeconds(1);
        assertThat(cache.find("a", report -> true)).isNull();
    }
}
