package io.postern.check.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.postern.check.Finding;
import io.postern.contract.Golden;
import io.postern.contract.Phase;
import io.postern.contract.Verdict;
import io.postern.contract.Verdict.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the chunks of mails to the mail that the check sees. */
class MessageAssemblyTest {

    private final AtomicReference<byte[]> seen = new AtomicReference<>(new byte[0]);
    private volatile Instant now = Instant.now();
    private CheckHarness harness = harness(Map.of());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 524_288, 524_289, 1_500_000, 5_000_000})
    void checkSeesTheBytesAsSentWhateverTheSize(int size) {
        byte[] content = random(size);
        assertThat(answer(Golden.MAIL.mailId(), content).outcome()).isEqualTo(Outcome.PASS);
        assertThat(seen.get()).isEqualTo(content);
    }

    @Test
    void chunksOfOtherMailsMayLieBetween() {
        byte[] a = random(1_200_000);
        byte[] b = random(1_300_000);
        List<ProducerRecord<String, byte[]>> chunksOfA = CheckHarness.chunks(Golden.MAIL, "A", a);
        List<ProducerRecord<String, byte[]>> chunksOfB = CheckHarness.chunks(Golden.MAIL, "B", b);
        for (int i = 0; i < 2; i++) {
            accept(chunksOfA.get(i));
            accept(chunksOfB.get(i));
        }
        join("A", chunksOfA.getLast());
        assertThat(seen.get()).isEqualTo(a);
        join("B", chunksOfB.getLast());
        assertThat(seen.get()).isEqualTo(b);
    }

    @Test
    void missingChunkYieldsError() {
        List<ProducerRecord<String, byte[]>> chunks = CheckHarness.chunks(Golden.MAIL, "A", random(1_200_000));
        accept(chunks.get(0));
        assertThat(join("A", chunks.getLast()).outcome()).isEqualTo(Outcome.ERROR);
        assertThat(harness.count("postern.check.incomplete")).isEqualTo(1);
        assertThat(harness.deadLetters()).isEmpty();
    }

    @Test
    void mailWhoseRestStaysAwayIsForgottenAfterAMinute() {
        List<ProducerRecord<String, byte[]>> chunks = CheckHarness.chunks(Golden.MAIL, "A", random(600_000));
        accept(chunks.getFirst());
        now = now.plusSeconds(61);
        answer("B", random(10));
        assertThat(join("A", chunks.getLast()).outcome()).isEqualTo(Outcome.ERROR);
    }

    @Test
    void oldestIncompleteMailIsGivenUpWhenThereAreTooMany() {
        harness = harness(Map.of("postern.check.spool.incomplete", "1000K"));
        List<ProducerRecord<String, byte[]>> old = CheckHarness.chunks(Golden.MAIL, "A", random(1_000_000));
        List<ProducerRecord<String, byte[]>> young = CheckHarness.chunks(Golden.MAIL, "B", random(1_000_000));
        accept(old.getFirst());
        accept(young.getFirst());
        answer("C", random(500_000));
        assertThat(join("A", old.getLast()).outcome()).isEqualTo(Outcome.ERROR);
        assertThat(join("B", young.getLast()).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void mailBeyondTheMemoryOfAllGoesThroughAFile() {
        harness = harness(Map.of("postern.check.spool.memory", "100"));
        byte[] content = random(1_000);
        assertThat(answer("A", content).outcome()).isEqualTo(Outcome.PASS);
        assertThat(seen.get()).isEqualTo(content);
    }

    @Test
    void manifestThatContradictsItselfGoesToTheDeadLettersAndTheAskerGetsError() {
        ProducerRecord<String, byte[]> chunk =
                CheckHarness.chunks(Golden.MAIL, "A", random(10)).getFirst();
        chunk.headers().remove("chunk");
        assertThat(join("A", chunk).outcome()).isEqualTo(Outcome.ERROR);
        assertThat(harness.deadLetters()).hasSize(1);
    }

    @Test
    void pieceThatIsNoChunkGoesToTheDeadLetters() {
        accept(new ProducerRecord<>("mail.content.v1", "A", "x".getBytes(StandardCharsets.UTF_8)));
        assertThat(harness.deadLetters()).hasSize(1);
        assertThat(answer("B", random(10)).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void nothingIsHeldInMemoryOnceAMailIsDone() throws IOException {
        Spool.Room room = new Spool.Room(100, 1_000);
        Spool small = new Spool(room);
        small.append(random(60));
        Spool large = new Spool(room);
        large.append(random(60));
        large.append(random(60));
        assertThat(room.used()).hasValue(60);
        small.close();
        large.close();
        assertThat(room.used()).hasValue(0);
    }

    private Verdict answer(String id, byte[] content) {
        List<ProducerRecord<String, byte[]>> chunks = CheckHarness.chunks(Golden.MAIL, id, content);
        chunks.subList(0, chunks.size() - 1).forEach(this::accept);
        return join(id, chunks.getLast());
    }

    private Verdict join(String id, ProducerRecord<String, byte[]> last) {
        return harness.ask(id, last).orTimeout(5, TimeUnit.SECONDS).join();
    }

    private void accept(ProducerRecord<String, byte[]> chunk) {
        harness.accept(CheckHarness.consumed(chunk));
    }

    private CheckHarness harness(Map<String, String> settings) {
        return new CheckHarness(
                "content",
                Phase.MESSAGE,
                CheckHarness.seat(mail -> {
                    try (InputStream first = mail.open();
                            InputStream again = mail.open()) {
                        byte[] bytes = first.readAllBytes();
                        assertThat(again.readAllBytes()).isEqualTo(bytes);
                        assertThat(mail.received().size()).isEqualTo(bytes.length);
                        seen.set(bytes);
                    }
                    return Finding.pass();
                }),
                settings,
                new Clock() {
                    @Override
                    public Instant instant() {
                        return now;
                    }

                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }
                },
                OpenTelemetry.noop().getTracer("none"));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
