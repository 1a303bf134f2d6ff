package io.postern.ingress;

import io.postern.contract.InvalidRecord;
import io.postern.contract.TableConsumer;
import io.postern.contract.Topics;
import io.postern.ingress.checks.Roster;
import io.postern.ingress.directory.Directory;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Keeps {@link Directory} and {@link Roster} as the compacted topics have them. Reads them from their beginning with a
 * consumer of its own, without a group: every instance needs every record, and has to know when it has caught up, which
 * a channel does not tell.
 */
@ApplicationScoped
public class TableReader {

    private static final Logger LOG = Logger.getLogger(TableReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final List<String> TOPICS = List.of(Topics.CHECKS, Topics.DIRECTORY);

    private final Directory directory;
    private final Roster roster;
    private final DeadLetters deadLetters;
    private final Thread thread = new Thread(this::run, "tables");
    private volatile boolean stopped;
    private volatile boolean caughtUp;
    private volatile KafkaConsumer<String, byte[]> consumer;

    public TableReader(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            Directory directory,
            Roster roster,
            DeadLetters deadLetters) {
        this.directory = directory;
        this.roster = roster;
        this.deadLetters = deadLetters;
        this.consumer = TableConsumer.open(broker, "tables");
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        thread.setDaemon(true);
        thread.start();
    }

    @PreDestroy
    void stop() {
        stopped = true;
        consumer.wakeup();
    }

    /** Whether everything that lay in the topics at the start has been read. */
    public boolean caughtUp() {
        return caughtUp;
    }

    /** Whether changes are still read. */
    public boolean reading() {
        return thread.isAlive();
    }

    private void run() {
        try (KafkaConsumer<String, byte[]> reading = consumer) {
            Map<TopicPartition, Long> ends = assign(reading);
            while (!stopped) {
                try {
                    read(reading, ends);
                } catch (WakeupException e) {
                    throw e;
                } catch (KafkaException e) {
                    LOG.warnf("directory and checks are not read, trying again cause=%s", e.getMessage());
                    Thread.sleep(RETRY);
                }
            }
        } catch (WakeupException | InterruptedException e) {
            LOG.debug("table reader stopped");
        }
    }

    private void read(KafkaConsumer<String, byte[]> reading, Map<TopicPartition, Long> ends) {
        for (ConsumerRecord<String, byte[]> record : reading.poll(POLL)) {
            apply(record);
        }
        if (!caughtUp && ends.entrySet().stream().allMatch(end -> reading.position(end.getKey()) >= end.getValue())) {
            caughtUp = true;
            LOG.info("directory and checks read");
        }
    }

    /** Assigns all partitions; waits as long as it takes for the topics to be there. */
    private Map<TopicPartition, Long> assign(KafkaConsumer<String, byte[]> reading) throws InterruptedException {
        while (true) {
            try {
                return TableConsumer.assign(reading, TOPICS);
            } catch (WakeupException e) {
                throw e;
            } catch (KafkaException e) {
                LOG.warnf("cannot read directory and checks yet cause=%s", e.getMessage());
                Thread.sleep(RETRY);
            }
        }
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.key() == null) {
                throw new InvalidRecord("a record without key");
            }
            if (record.topic().equals(Topics.CHECKS)) {
                roster.apply(record.key(), record.value(), !caughtUp);
            } else {
                directory.apply(record.key(), record.value());
            }
        } catch (InvalidRecord e) {
            deadLetters.put(record, e);
        } catch (RuntimeException e) {
            // Whatever it is about this record, the next ones must be read.
            deadLetters.put(record, new InvalidRecord("not understood: " + e, e));
        }
    }
}
