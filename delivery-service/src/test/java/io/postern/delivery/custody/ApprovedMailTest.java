package io.postern.delivery.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.postern.contract.DeadLetter;
import io.postern.contract.InvalidRecord;
import io.postern.contract.Publisher;
import io.postern.contract.WireHeaders;
import io.postern.delivery.DeliverySettings;
import io.postern.delivery.FakeKafka;
import io.postern.delivery.SampleMail;
import io.postern.delivery.TestSettings;
import io.postern.delivery.content.NoLargeContents;
import io.postern.delivery.directory.Directory;
import io.postern.delivery.queue.Bell;
import io.postern.delivery.route.RetrySchedule;
import io.postern.delivery.route.Router;
import io.postern.delivery.route.Routes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class ApprovedMailTest {

    private static final SampleMail GOOD = SampleMail.of("GOOD", "alice@postern.test");
    private static final SampleMail BAD = SampleMail.of("BAD", "alice@postern.test");

    private final MockProducer<String, byte[]> sent = FakeKafka.producer();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final DeliverySettings settings = TestSettings.of(Map.of());
    private final Patience patience = new Patience();
    private final FakeCustody custody = new FakeCustody();

    @Test
    void malformedRecordIsPutAsideAndTheNextIsTaken() {
        take(List.of(BAD.record("{".getBytes(UTF_8)), GOOD.record()));

        assertThat(custody.taken).containsExactly("GOOD");
        assertThat(deadLetters()).containsExactly("BAD");
    }

    @Test
    void mailWhoseContentIsLostIsPutAsideWithItsCause() {
        custody.lost = Set.of("BAD");

        take(List.of(GOOD.record(), BAD.record()));

        assertThat(custody.taken).containsExactly("GOOD");
        assertThat(deadLetters()).containsExactly("BAD");
        assertThat(WireHeaders.find(sent.history().getFirst().headers(), DeadLetter.CAUSE))
                .contains("chunks are missing");
    }

    @Test
    void mailThatTheDatabaseRefusesIsPutAsideAndItsNeighboursAreNot() {
        custody.refused = "BAD";

        take(List.of(
                GOOD.record(),
                BAD.record(),
                SampleMail.of("M3", "bob@postern.test").record()));

        assertThat(custody.taken).containsExactly("GOOD", "M3");
        assertThat(deadLetters()).containsExactly("BAD");
    }

    @Test
    void databaseThatIsDownIsWaitedForAndNothingIsPutAside() {
        custody.down = 2;

        take(List.of(GOOD.record()));

        assertThat(custody.taken).containsExactly("GOOD");
        assertThat(custody.notReady).isTrue();
        assertThat(patience.waitingFor()).isNull();
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void custodyIsASpanInTheTraceOfTheMail() {
        take(List.of(GOOD.record()));

        SpanData span = spans.getFinishedSpanItems().getFirst();
        assertThat(span.getName()).isEqualTo("custody");
        assertThat(span.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(span.getEndEpochNanos()).isGreaterThan(span.getStartEpochNanos());
    }

    private void take(List<ConsumerRecord<String, byte[]>> records) {
        Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> batch =
                Map.of(new TopicPartition("mail.approved.v1", 0), records);
        channel().take(new ConsumerRecords<>(batch, Map.of()));
    }

    private ApprovedMail channel() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        SdkTracerProvider tracing = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                .build();
        return new ApprovedMail(
                custody,
                (mails, sink) -> {},
                new DeadLetters(new Publisher(sent), patience, metrics),
                patience,
                new CustodyReport(tracing.get("test"), metrics),
                new Bell(),
                settings);
    }

    private List<String> deadLetters() {
        return sent.history().stream()
                .filter(record -> record.topic().equals("delivery.dead.v1"))
                .map(ProducerRecord::key)
                .toList();
    }

    private static final RetrySchedule RETRIES =
            new RetrySchedule(List.of(Duration.ofMinutes(5)), Duration.ofHours(4), Duration.ofDays(5));

    private static final Router NO_WAYS =
            new Router(() -> new Directory(Set.of(), Set.of()), () -> new Routes(List.of(), RETRIES), RETRIES);

    /** Custody in which what goes wrong is what the test says. */
    private final class FakeCustody extends Custody {

        private final List<String> taken = new ArrayList<>();
        private Set<String> lost = Set.of();
        private String refused = "";
        private int down;
        private boolean notReady;

        private FakeCustody() {
            super(new PGSimpleDataSource(), NO_WAYS, new NoLargeContents(), settings);
        }

        @Override
        List<Approval> take(Collection<Approval> group, ContentSource source) throws SQLException, ContentLost {
            notReady |= patience.waitingFor() != null;
            if (down-- > 0) {
                throw new SQLException("connection refused", "08001");
            }
            Set<String> ids = group.stream().map(Approval::mailId).collect(Collectors.toSet());
            if (ids.contains(refused)) {
                throw new SQLException("invalid byte sequence", "22021");
            }
            Map<String, InvalidRecord> causes = new HashMap<>();
            lost.stream().filter(ids::contains).forEach(id -> causes.put(id, new InvalidRecord("chunks are missing")));
            if (!causes.isEmpty()) {
                throw new ContentLost(causes);
            }
            group.forEach(approval -> taken.add(approval.mailId()));
            return List.copyOf(group);
        }
    }
}
