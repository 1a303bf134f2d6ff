package io.postern.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class WireTest {

    private static final Question QUESTION =
            new Question("Q1", Phase.MESSAGE, "ingress-0", 3, Golden.AT, Duration.ofSeconds(5));

    @Test
    void publisherAcknowledgesAllAndIsIdempotentWhateverTheOperatorSays() {
        Map<String, Object> settings = Publisher.settings(Map.of("acks", "1", "enable.idempotence", "false"));
        assertThat(settings)
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    }

    @Test
    void questionSurvivesTheHeaders() {
        RecordHeaders headers = new RecordHeaders();
        QUESTION.writeTo(headers);
        assertThat(Question.readFrom(headers)).isEqualTo(QUESTION);
    }

    @Test
    void questionWithoutReplyPartitionIsInvalid() {
        RecordHeaders headers = new RecordHeaders();
        QUESTION.writeTo(headers);
        headers.remove("reply-partition");
        assertThatThrownBy(() -> Question.readFrom(headers))
                .isInstanceOf(InvalidRecord.class)
                .hasMessageContaining("reply-partition");
    }

    @Test
    void numberThatFitsNoIntegerIsInvalid() {
        RecordHeaders headers = new RecordHeaders();
        QUESTION.writeTo(headers);
        WireHeaders.put(headers, "reply-partition", "4294967296");
        assertThatThrownBy(() -> Question.readFrom(headers))
                .isInstanceOf(InvalidRecord.class)
                .hasMessageContaining("reply-partition");
    }

    @Test
    void recordWithoutValueIsInvalid() {
        assertThatThrownBy(() -> Json.read(null, Verdict.class)).isInstanceOf(InvalidRecord.class);
    }

    @Test
    void questionExpiresAfterItsBudget() {
        assertThat(QUESTION.expired(Golden.AT.plusSeconds(5))).isFalse();
        assertThat(QUESTION.expired(Golden.AT.plusMillis(5001))).isTrue();
    }

    @Test
    void verdictGoesToTheAskersPartition() {
        ProducerRecord<String, byte[]> record = Golden.VERDICT.toRecord(QUESTION);
        assertThat(record.partition()).isEqualTo(3);
        assertThat(WireHeaders.text(record.headers(), Question.ASKER)).isEqualTo("ingress-0");
    }

    @Test
    void lastChunkCarriesTheManifest() {
        ProducerRecord<String, byte[]> record =
                new ContentChunk(Golden.MAIL.mailId(), 0, "x".getBytes(UTF_8), Golden.MAIL).toRecord();
        ContentChunk chunk = ContentChunk.of(consumed(record));
        assertThat(chunk.manifest()).isEqualTo(Golden.MAIL);
        assertThat(chunk.bytes()).isEqualTo("x".getBytes(UTF_8));
    }

    @Test
    void manifestOnTheWrongChunkIsInvalid() {
        assertThatThrownBy(() -> new ContentChunk(Golden.MAIL.mailId(), 1, new byte[0], Golden.MAIL))
                .isInstanceOf(InvalidRecord.class);
    }

    @Test
    void contentIsCutIntoWholeChunks() {
        assertThat(List.of(0L, 1L, 524_288L, 524_289L, 26_214_400L).stream()
                        .map(ContentChunk::count)
                        .toList())
                .containsExactly(1, 1, 1, 2, 50);
    }

    @Test
    void deadLetterKeepsTheRecordAndNamesCauseAndOrigin() {
        ProducerRecord<String, byte[]> sent = Publisher.json(Topics.APPROVED, "k", Golden.MAIL);
        ProducerRecord<String, byte[]> letter =
                DeadLetter.of(consumed(sent), "delivery", new InvalidRecord("no such thing"));
        assertThat(letter.topic()).isEqualTo("delivery.dead.v1");
        assertThat(letter.value()).isEqualTo(sent.value());
        assertThat(WireHeaders.text(letter.headers(), DeadLetter.CAUSE)).endsWith("InvalidRecord: no such thing");
        assertThat(WireHeaders.text(letter.headers(), DeadLetter.ORIGIN)).isEqualTo(Topics.APPROVED + "/2/17");
        assertThat(WireHeaders.text(letter.headers(), WireHeaders.TYPE)).isEqualTo("MailReceived");
    }

    @Test
    void everyTopicHasItsSpec() throws IllegalAccessException {
        List<String> names = new ArrayList<>();
        for (Field field : Topics.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                names.add((String) field.get(null));
            }
        }
        assertThat(TopicSpec.all()).extracting(TopicSpec::name).containsExactlyInAnyOrderElementsOf(names);
        assertThat(TopicSpec.all())
                .filteredOn(TopicSpec::durable)
                .extracting(TopicSpec::name)
                .containsExactlyInAnyOrder(Topics.CONTENT, Topics.APPROVED);
    }

    @Test
    void idsAreInOrderOfTime() {
        Ids earlier = new Ids(Clock.fixed(Golden.AT, ZoneOffset.UTC));
        Ids later = new Ids(Clock.fixed(Golden.AT.plusMillis(1), ZoneOffset.UTC));
        assertThat(earlier.next()).hasSize(26).isLessThan(later.next());
        assertThat(earlier.next()).isNotEqualTo(earlier.next());
    }

    private static ConsumerRecord<String, byte[]> consumed(ProducerRecord<String, byte[]> sent) {
        return new ConsumerRecord<>(
                sent.topic(),
                2,
                17,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }
}
