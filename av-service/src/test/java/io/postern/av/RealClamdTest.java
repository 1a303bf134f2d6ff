package io.postern.av;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.check.Finding;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** ClamAV itself. */
@Timeout(60)
class RealClamdTest {

    private static final Path TEST_FILES = Path.of("/usr/share/clamav-testfiles");

    @TempDir
    private Path folder;

    private RealClamd clamd;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(RealClamd.installed(), "clamd is not installed");
        clamd = new RealClamd(folder, "2M");
    }

    @AfterEach
    void stop() {
        if (clamd != null) {
            clamd.close();
        }
    }

    private static byte[] eicar() {
        return Rig.EICAR.getBytes(ISO_8859_1);
    }

    @Test
    void testStringIsFoundOverTcpAndUnixSocket() throws IOException, InterruptedException {
        for (String address : new String[] {clamd.address(), clamd.socket()}) {
            try (Rig rig = Rig.probed("engines", address)) {
                Finding finding = rig.scan(Rig.attached("eicar.com", eicar()));
                assertThat(Rig.code(finding)).isEqualTo("found");
                assertThat(finding.reasons().getFirst().detail())
                        .containsEntry("name", "Local.Eicar-Test-Signature.UNOFFICIAL");
                assertThat(rig.scan(Rig.plain("hello")).outcome()).isEqualTo(Outcome.PASS);
            }
        }
    }

    @Test
    void everyOneOfItsTestFilesIsFound() throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(TEST_FILES), "clamav-testfiles is not installed");
        List<String> missed = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> found = Files.list(TEST_FILES)) {
            files = found.sorted().toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(44);
        try (Rig rig = Rig.probed("engines", clamd.address())) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!Rig.code(rig.scan(Rig.attached(name, Files.readAllBytes(file))))
                        .equals("found")) {
                    missed.add(name);
                }
            }
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void encryptedArchiveCannotBeScanned() throws IOException, InterruptedException {
        try (Rig rig = Rig.probed("engines", clamd.address())) {
            Finding finding = rig.scan(Rig.attached("secret.zip", encryptedZip()));
            assertThat(finding.reasons()).extracting(Reason::code).containsExactly("unscannable");
            assertThat(finding.reasons().getFirst().detail())
                    .hasEntrySatisfying("name", name -> assertThat(name).startsWith("Heuristics.Encrypted."));
        }
    }

    /** One whose headers say that it is. */
    private static byte[] encryptedZip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("secret.txt"));
            zip.write("this is not really encrypted, but it says so".getBytes(ISO_8859_1));
        }
        byte[] archive = bytes.toByteArray();
        for (int i = 0; i < archive.length - 10; i++) {
            if (archive[i] == 'P' && archive[i + 1] == 'K' && archive[i + 2] == 3) {
                archive[i + 6] |= 1;
            } else if (archive[i] == 'P' && archive[i + 1] == 'K' && archive[i + 2] == 1) {
                archive[i + 8] |= 1;
            }
        }
        return archive;
    }

    @Test
    void mailLargerThanItTakesIsToldFromAnEngineThatIsGone() throws IOException, InterruptedException {
        for (String address : new String[] {clamd.address(), clamd.socket()}) {
            try (Rig rig = Rig.probed("engines", address)) {
                Finding finding = rig.scan(Rig.plain("a line of a long mail\r\n".repeat(1_000_000)));
                assertThat(finding.reasons()).extracting(Reason::code).containsExactly("too-large");
            }
        }
    }

    @Test
    void killedAndStartedAgain() throws IOException, InterruptedException {
        try (Rig rig = Rig.probed("engines", clamd.address(), "probe.retry", "100ms")) {
            String mail = Rig.attached("eicar.com", eicar());
            clamd.kill();
            assertThat(Rig.code(rig.scan(mail))).isEqualTo("engine-gone");
            clamd.again();
            Rig.await(() -> rig.engine(0).standing().up());
            assertThat(Rig.code(rig.scan(mail))).isEqualTo("found");
        }
    }

    @Test
    void frozenAndThawed() throws IOException, InterruptedException {
        try (Rig rig = Rig.probed(
                "engines", clamd.address(), "deadline", "500ms", "probe.retry", "100ms", "probe.deadline", "200ms")) {
            String mail = Rig.attached("eicar.com", eicar());
            clamd.freeze();
            assertThat(Rig.code(rig.scan(mail))).isEqualTo("time-out");
            Rig.await(() -> !rig.engine(0).standing().up());
            assertThat(Rig.code(rig.scan(Rig.plain("another")))).isEqualTo("engine-gone");
            clamd.thaw();
            Rig.await(() -> rig.engine(0).standing().up() && rig.engine(0).load() == 0);
            assertThat(Rig.code(rig.scan(mail))).isEqualTo("found");
        }
    }

    @Test
    void manyScansAtOnceLeaveNothingOpen() throws Exception {
        try (Rig rig = Rig.probed("engines", clamd.address() + "," + clamd.socket(), "engine.concurrency", "4")) {
            scanMany(rig, 100, "warm");
            long files = openFiles();
            int threads = Thread.activeCount();
            assertThat(scanMany(rig, 500, "mail")).allMatch("found"::equals);
            assertThat(openFiles()).isLessThanOrEqualTo(files + 5);
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 5);
            assertThat(rig.engine(0).load() + rig.engine(1).load()).isZero();
        }
    }

    private static List<String> scanMany(Rig rig, int count, String name) throws Exception {
        List<Callable<String>> scans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String mail = Rig.attached(name + i, eicar());
            scans.add(() -> Rig.code(rig.scan(mail)));
        }
        List<String> codes = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(32, Thread.ofVirtual().factory())) {
            for (Future<String> scan : threads.invokeAll(scans)) {
                codes.add(scan.get());
            }
        }
        return codes;
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
