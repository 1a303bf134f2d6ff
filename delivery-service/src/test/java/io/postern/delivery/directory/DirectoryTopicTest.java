package io.postern.delivery.directory;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.postern.contract.DomainListed;
import io.postern.contract.Json;
import io.postern.contract.MailboxListed;
import io.postern.contract.Publisher;
import io.postern.contract.Topics;
import io.postern.delivery.FakeKafka;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DirectoryTopicTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.DIRECTORY, 0);
    private static final Directory ALICE = new Directory(Set.of("postern.test"), Set.of("alice@postern.test"));

    private final MockProducer<String, byte[]> sent = FakeKafka.producer();
    private final Map<String, byte[]> held = new LinkedHashMap<>();
    private final DirectoryTopic topic = new DirectoryTopic(this::reader, new Publisher(sent));

    @Test
    void emptyTopicGetsMailboxesThenTheirDomains() {
        assertThat(topic.publish(new Listings(ALICE, mailbox -> null).all())).isEqualTo(2);

        assertThat(sent.history())
                .extracting(ProducerRecord::key)
                .containsExactly("mailbox/alice@postern.test", "domain/postern.test");
        assertThat(Json.read(sent.history().getFirst().value(), MailboxListed.class))
                .isEqualTo(new MailboxListed("alice@postern.test", null));
    }

    @Test
    void whatIsThereAlreadyIsNotWrittenAgain() {
        topic.publish(new Listings(ALICE, mailbox -> null).all());
        held.putAll(sent.history().stream().collect(toMap(ProducerRecord::key, ProducerRecord::value)));

        assertThat(topic.publish(new Listings(ALICE, mailbox -> null).all())).isZero();
    }

    @Test
    void whatHasVanishedIsTakenBack() {
        held.put("domain/postern.test", Json.write(new DomainListed("postern.test")));
        held.put("mailbox/bob@postern.test", Json.write(new MailboxListed("bob@postern.test", null)));
        held.put("alias/of.another.kind", new byte[1]);

        topic.publish(new Listings(ALICE, mailbox -> null).all());

        assertThat(sent.history())
                .extracting(ProducerRecord::key, record -> record.value() == null)
                .containsExactly(tuple("mailbox/alice@postern.test", false), tuple("mailbox/bob@postern.test", true));
    }

    private Consumer<String, byte[]> reader() {
        MockConsumer<String, byte[]> reader = new MockConsumer<>("none");
        reader.updatePartitions(
                Topics.DIRECTORY,
                List.of(new PartitionInfo(Topics.DIRECTORY, 0, Node.noNode(), new Node[0], new Node[0])));
        reader.updateBeginningOffsets(Map.of(PARTITION, 0L));
        reader.updateEndOffsets(Map.of(PARTITION, (long) held.size()));
        reader.schedulePollTask(() -> {
            long offset = 0;
            for (Map.Entry<String, byte[]> entry : held.entrySet()) {
                reader.addRecord(new ConsumerRecord<>(Topics.DIRECTORY, 0, offset++, entry.getKey(), entry.getValue()));
            }
        });
        return reader;
    }
}
