package io.postern.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.system.gateway.ExtraIngress;
import io.postern.system.gateway.FaultyClamd;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.gateway.SpanReceiver.Span;
import io.postern.system.gateway.TestClamd;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A virus is refused by its name; an engine that is away lets nothing in unscanned, and when it is back the retry does. */
@Order(58)
@ExtendWith(GatewayExtension.class)
class AntiVirusTest {

    private static final Path TEST_FILES = Path.of("/usr/share/clamav-testfiles");
    private static final String CAROL = "carol@postern.test";

    /** In two parts, so that no scanner takes the class for what it is not. */
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    /** Of a service at rest, and some more: those to the broker come and go. */
    private static final int MOST_SOCKETS = 40;

    private static final int MOST_THREADS = 80;

    /** Above the policy's deadline for the check. */
    private static final Duration ONE_WAIT = Duration.ofSeconds(9);

    /** The anti-virus check alone: the content check would refuse most of what is tried here by its kind. */
    private static final String POLICY = """
            checks:
              av:
                mode: enforce
                on-error: defer
                deadline: 5s
                reasons: { found: reject, too-large: tag, unscannable: tag }
            """;

    private static @Nullable ExtraIngress ingress;

    private final Gateway gateway;

    AntiVirusTest(Gateway gateway) {
        this.gateway = gateway;
    }

    @BeforeAll
    static void askOneCheckAlone(Gateway gateway) throws IOException {
        Path policy = gateway.folder().resolve("av-policy.yaml");
        Files.writeString(policy, POLICY);
        ingress = new ExtraIngress(
                gateway, 9, 128, Map.of("policy-file", policy.toString(), "defence.trusted", "127.0.0.0/8"));
    }

    private TestClamd clamd() {
        assumeTrue(gateway.clamd().isPresent(), "clamd is not installed");
        return gateway.clamd().orElseThrow();
    }

    @AfterEach
    void bringBack() throws Exception {
        if (gateway.clamd().isPresent()) {
            gateway.clamd().get().bringBack();
            await("a mail is scanned")
                    .atMost(Gateway.PATIENCE)
                    .until(() -> send(Gateway.mail("Scanned again?")).code() == 250);
        }
    }

    @Test
    void virusIsRefusedByItsName() throws IOException {
        SmtpReply reply = send(mail("eicar.com", EICAR.getBytes(US_ASCII)));
        assertThat(reply.lines().getFirst())
                .matches("554 5\\.7\\.1 Message rejected: virus \\S*(?i:eicar)\\S* found \\(\\w{26}\\)");
    }

    @Test
    void everyTestFileOfTheEngineIsRefused() throws IOException {
        clamd();
        assumeTrue(Files.isDirectory(TEST_FILES), "clamav-testfiles is not installed");
        List<String> letIn = new ArrayList<>();
        int tried = 0;
        try (Stream<Path> files = Files.list(TEST_FILES)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                SmtpReply reply = send(mail(file.getFileName().toString(), Files.readAllBytes(file)));
                tried++;
                if (!reply.lines().getFirst().startsWith("554 5.7.1 Message rejected: virus ")) {
                    letIn.add(file.getFileName() + ": " + reply.lines().getFirst());
                }
            }
        }
        assertThat(letIn).isEmpty();
        assertThat(tried).isGreaterThan(40);
    }

    @Test
    void scanIsASpanOfItsOwn() throws IOException {
        String id = send(Gateway.mail("Traced.")).queuedAs().orElseThrow();
        Span scan = await("the span of the scan")
                .atMost(Gateway.PATIENCE)
                .until(() -> scansOf(id), found -> !found.isEmpty())
                .getFirst();
        assertThat(scan.service()).isEqualTo("av-service");
        assertThat(scan.attributes()).containsKeys("postern.av.engine", "postern.av.size", "postern.av.outcome");
    }

    private List<Span> scansOf(String mailId) {
        return gateway.spans().with("postern.mail_id", mailId).stream()
                .map(Span::traceId)
                .distinct()
                .flatMap(trace -> gateway.spans().trace(trace).stream())
                .filter(span -> span.name().equals("av.scan"))
                .toList();
    }

    @Test
    void engineThatIsKilledLetsNothingInAndTheRetryDoes() throws Exception {
        TestClamd clamd = clamd();
        clamd.kill();
        byte[] mail = mail("clean.txt", "clean".getBytes(US_ASCII));
        assertThat(send(mail).lines().getFirst()).startsWith("451 4.3.0 Message could not be checked in time");
        clamd.start();
        await("the retry succeeds")
                .atMost(Gateway.PATIENCE)
                .until(() -> send(mail).code() == 250);
    }

    @ParameterizedTest
    @EnumSource
    void engineThatFailsAtScansLetsNothingInAndTheRetryDoes(FaultyClamd.Fault fault) throws Exception {
        TestClamd clamd = clamd();
        byte[] clean = mail("clean.txt", ("clean, when it is " + fault).getBytes(US_ASCII));
        byte[] infected = mail("eicar.com", EICAR.getBytes(US_ASCII));
        clamd.kill();
        try (FaultyClamd faulty = clamd.replacedBy(fault);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SmtpReply>> replies = Stream.of(clean, infected)
                    .map(mail -> threads.submit(() -> send(mail)))
                    .toList();
            for (Future<SmtpReply> reply : replies) {
                assertThat(reply.get().lines().getFirst()).startsWith("451 4.3.0 Message could not be checked in time");
            }
            assertThat(faulty.asked()).as("asked at least to answer a probe").isTrue();
        }
        clamd.start();
        await("the retry succeeds")
                .atMost(Gateway.PATIENCE)
                .until(() -> send(clean).code() == 250);
        assertThat(send(infected).lines().getFirst()).startsWith("554 5.7.1 Message rejected: virus ");
    }

    /** A crowd of senders, half of them infected, while the engine reads its signatures and is then started again. */
    @Test
    void engineThatReloadsOrRestartsLetsNothingInUnscanned() throws Exception {
        TestClamd clamd = clamd();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<String>> bad = threads.submit(
                    () -> repliesUntil(over, number -> mail("eicar" + number + ".com", EICAR.getBytes(US_ASCII))));
            Future<List<String>> good = threads.submit(() ->
                    repliesUntil(over, number -> mail("clean.txt", ("clean " + number).getBytes(US_ASCII))));
            try {
                for (int i = 0; i < 5; i++) {
                    clamd.reload();
                    Thread.sleep(200);
                }
                clamd.kill();
                Thread.sleep(1000);
                clamd.start();
                await("a mail is taken again")
                        .atMost(Gateway.PATIENCE)
                        .until(() -> send(mail("clean.txt", "at the end".getBytes(US_ASCII)))
                                        .code()
                                == 250);
            } finally {
                over.set(true);
            }
            assertThat(bad.get())
                    .allMatch(reply -> reply.startsWith("554 5.7.1 Message rejected: virus ")
                            || reply.startsWith("451 4.3.0 Message could not be checked in time"))
                    .anyMatch(reply -> reply.startsWith("554"))
                    .anyMatch(reply -> reply.startsWith("451"));
            assertThat(good.get())
                    .allMatch(reply -> reply.startsWith("250 ")
                            || reply.startsWith("451 4.3.0 Message could not be checked in time"))
                    .anyMatch(reply -> reply.startsWith("250"));
        }
    }

    private List<String> repliesUntil(AtomicBoolean over, IntFunction<byte[]> mails) throws IOException {
        List<String> replies = new ArrayList<>();
        while (!over.get()) {
            replies.add(send(mails.apply(replies.size())).lines().getFirst());
        }
        return replies;
    }

    /** Last, after all that was done to the engine. */
    @AfterAll
    static void noSocketAndNoThreadIsLeft(Gateway gateway) {
        requireNonNull(ingress).close();
        Path process = Path.of("/proc", Long.toString(gateway.part("av-service").pid()));
        assumeTrue(Files.isDirectory(process), "no /proc to count in");
        await("connections to the engine are closed, and who waited for them has gone")
                .atMost(Gateway.PATIENCE)
                .untilAsserted(() -> {
                    assertThat(sockets(process.resolve("fd"))).isLessThan(MOST_SOCKETS);
                    assertThat(count(process.resolve("task"))).isLessThan(MOST_THREADS);
                });
    }

    private static long sockets(Path descriptors) throws IOException {
        long sockets = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : open) {
                try {
                    sockets += Files.readSymbolicLink(descriptor).toString().startsWith("socket:") ? 1 : 0;
                } catch (NoSuchFileException e) {
                    // closed meanwhile
                }
            }
        }
        return sockets;
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }

    @Test
    void engineThatIsFrozenLetsNothingInAndTheRetryDoes() throws Exception {
        TestClamd clamd = clamd();
        clamd.suspend();
        byte[] mail = mail("clean.txt", "clean, too".getBytes(US_ASCII));
        long start = System.nanoTime();
        assertThat(send(mail).lines().getFirst()).startsWith("451 4.3.0 Message could not be checked in time");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ONE_WAIT);
        byte[] infected = mail("eicar.com", EICAR.getBytes(US_ASCII));
        assertThat(send(infected).code()).isEqualTo(451);
        clamd.resume();
        await("the retry succeeds")
                .atMost(Gateway.PATIENCE)
                .until(() -> send(mail).code() == 250);
        await("and the virus is found")
                .atMost(Gateway.PATIENCE)
                .until(() -> send(infected).lines().getFirst().startsWith("554 5.7.1 Message rejected: virus "));
    }

    private SmtpReply send(byte[] mail) throws IOException {
        try (SmtpClient client = requireNonNull(ingress).connect()) {
            return client.sendMail("av@elsewhere.example", List.of(CAROL), mail);
        }
    }

    private static byte[] mail(String name, byte[] attachment) {
        String head = new String(Gateway.mail(""), US_ASCII).replaceFirst("\r\n\r\n[\\s\\S]*", "\r\n");
        String encoded = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encodeToString(attachment);
        return (head + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"frontier\"\r\n\r\n"
                        + "--frontier\r\nContent-Type: text/plain\r\n\r\nSee the attachment.\r\n"
                        + "--frontier\r\nContent-Type: application/octet-stream\r\n"
                        + "Content-Transfer-Encoding: base64\r\n"
                        + "Content-Disposition: attachment; filename=\"" + name + "\"\r\n\r\n"
                        + encoded + "\r\n--frontier--\r\n")
                .getBytes(US_ASCII);
    }
}
