package io.postern.check.lists;

import io.postern.check.service.Identity;
import io.postern.contract.InvalidRecord;
import io.postern.contract.Json;
import io.postern.contract.ListJudged;
import io.postern.contract.TableConsumer;
import io.postern.contract.Topics;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the other instances found of the lists, without a group, since each wants all of it. As long as it cannot,
 * this instance relies on its own probes.
 */
final class ListsTable implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ListsTable.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Map<String, Object> broker;
    private final Identity self;
    private final ListsFile lists;
    private final Announcer announcer;
    private final Clock clock;
    private final Thread thread =
            Thread.ofPlatform().name("lists-table").daemon().unstarted(this::run);
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile boolean stopped;
    private volatile boolean reading;
    private boolean complained;

    ListsTable(Map<String, Object> broker, Identity self, ListsFile lists, Announcer announcer, Clock clock) {
        this.broker = broker;
        this.self = self;
        this.lists = lists;
        this.announcer = announcer;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        stopped = true;
        KafkaConsumer<String, byte[]> opened = consumer;
        if (opened != null) {
            opened.wakeup();
        }
        thread.interrupt();
    }

    private void run() {
        try {
            while (!stopped) {
                try (KafkaConsumer<String, byte[]> opened = TableConsumer.open(broker, "lists")) {
                    consumer = opened;
                    TableConsumer.assign(opened, List.of(Topics.LISTS));
                    reading = true;
                    complained = false;
                    while (!stopped) {
                        opened.poll(POLL).forEach(this::apply);
                    }
                } catch (WakeupException e) {
                    return;
                } catch (KafkaException e) {
                    complain(e);
                    Thread.sleep(RETRY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed, and the thread ends here
        }
    }

    /** Whether what other instances find is read. */
    boolean reading() {
        return reading;
    }

    /** Once, not at every attempt. */
    private void complain(KafkaException e) {
        reading = false;
        if (!complained) {
            complained = true;
            LOG.warnf("what other instances find of the lists is not read cause=%s", e.getMessage());
        }
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() != null) {
                heard(Json.read(record.value(), ListJudged.class));
            }
        } catch (InvalidRecord | DateTimeException | ArithmeticException e) {
            LOG.warnf(
                    "judgement of a list not understood partition=%d offset=%d cause=%s",
                    record.partition(), record.offset(), e.getMessage());
        }
    }

    /** Takes over what another instance of this check found. */
    void heard(ListJudged judged) {
        if (!judged.check().equals(self.check()) || judged.instance().equals(self.instance())) {
            return;
        }
        lists.list(judged.list())
                .ifPresent(
                        watched -> announcer.changed(watched, watched.standing().heard(judged, clock.instant())));
    }
}
