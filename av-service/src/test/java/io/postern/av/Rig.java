package io.postern.av;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.postern.check.Finding;
import io.postern.check.Mail;
import io.postern.contract.Golden;
import io.postern.contract.MailReceived;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The check with all that belongs to it, as Quarkus would put it together. */
final class Rig implements AutoCloseable {

    /** In halves that the compiler does not join, lest this class is taken for a virus. */
    static final String EICAR =
            String.join("", "X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Figures figures;
    final InMemorySpanExporter spans = InMemorySpanExporter.create();
    final Tracer tracer = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build()
            .get("test");
    final DigestFile digests;
    final Engines engines;
    final AvCheck check;
    final AvHealth health;
    private final EngineRoom room;

    /** @param keysAndValues settings in turns */
    Rig(String... keysAndValues) {
        AvSettings settings = settings(keysAndValues);
        Clock clock = Clock.systemUTC();
        figures = new Figures(meters, tracer, clock);
        digests = new DigestFile(settings);
        room = new EngineRoom(settings, digests);
        engines = new Engines(room, settings, figures, clock);
        Memory memory = new Memory(settings, engines, figures, meters, clock);
        MailScans scans = new MailScans(new MailScan(engines, memory, settings), engines, memory, settings);
        check = new AvCheck(scans, new Findings(settings));
        health = new AvHealth(engines, settings, clock);
        engines.open(new StartupEvent());
    }

    static AvSettings settings(String... keysAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            given.put("postern.av." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(AvSettings.class)
                .withDefaultValues(given)
                .build()
                .getConfigMapping(AvSettings.class);
    }

    /** A check whose engines have answered their first probe. */
    static Rig probed(String... keysAndValues) {
        Rig rig = new Rig(keysAndValues);
        await(() ->
                rig.engines.all().stream().allMatch(engine -> engine.standing().since() != null));
        return rig;
    }

    Finding scan(String content) throws IOException, InterruptedException {
        return scan(content.getBytes(ISO_8859_1));
    }

    Finding scan(byte[] content) throws IOException, InterruptedException {
        return check.check(mail(content));
    }

    static Mail mail(byte[] content) {
        MailReceived golden = Golden.MAIL;
        String digest = HexFormat.of().formatHex(sha256(content));
        return Mail.of(
                new MailReceived(
                        golden.mailId(),
                        golden.session(),
                        golden.envelope(),
                        1,
                        content.length,
                        digest,
                        golden.receivedAt()),
                content);
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A mail with a text and a file. */
    static String attached(String name, byte[] file) {
        return "Subject: see the file\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n"
                + "--b1\r\nContent-Type: text/plain\r\n\r\nsee the file\r\n"
                + "--b1\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
                + "Content-Disposition: attachment; filename=\"" + name + "\"\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(file)
                + "\r\n--b1--\r\n";
    }

    static String plain(String text) {
        return "Subject: hello\r\n\r\n" + text + "\r\n";
    }

    WatchedEngine engine(int number) {
        return engines.all().get(number);
    }

    /** The code of the finding's first reason. */
    static String code(Finding finding) {
        return finding.reasons().getFirst().code();
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain");
            }
            pause(10);
        }
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        engines.close();
        room.close();
        digests.close();
    }
}
