package io.postern.tracing;

import io.postern.contract.InvalidRecord;
import io.postern.contract.Json;
import io.postern.contract.Publisher;
import io.postern.contract.TableConsumer;
import io.postern.contract.Topics;
import io.postern.contract.TraceKept;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other services which traces are kept, and hears it from them. Nobody waits for it: what is heard too late, or
 * not at all, costs a part of a trace.
 */
@Singleton
@Unremovable
class KeptTraces {

    private static final Logger LOG = Logger.getLogger(KeptTraces.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Told at a time; of more than that nobody needs to hear. */
    private static final int QUEUE = 64;

    private final Instance<Publisher> publisher;
    private final Instance<Map<String, Object>> broker;
    private final boolean disabled;
    private final Thread reader =
            Thread.ofPlatform().name("kept-traces").daemon().unstarted(this::read);
    private final ThreadPoolExecutor speaker = new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofVirtual().name("kept-traces").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    private volatile Consumer<String> listener = trace -> {};
    private volatile boolean stopped;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;

    KeptTraces(
            Instance<Publisher> publisher,
            @Identifier("default-kafka-broker") Instance<Map<String, Object>> broker,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "false") boolean disabled) {
        this.publisher = publisher;
        this.broker = broker;
        this.disabled = disabled;
    }

    void start(@Observes StartupEvent event) {
        if (!disabled) {
            reader.start();
        }
    }

    @PreDestroy
    void stop() {
        stopped = true;
        speaker.shutdownNow();
        KafkaConsumer<String, byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
    }

    /** @param listener is told the id of each trace that somebody keeps */
    void heardBy(Consumer<String> listener) {
        this.listener = listener;
    }

    /** Does not wait for Kafka. */
    void tell(String trace) {
        speaker.execute(() -> {
            var unused = publisher.get().send(Publisher.json(Topics.TRACES, trace, new TraceKept(trace)));
        });
    }

    private void read() {
        while (!stopped) {
            try (KafkaConsumer<String, byte[]> reading = TableConsumer.open(broker.get(), "kept-traces")) {
                consumer = reading;
                TableConsumer.assign(reading, List.of(Topics.TRACES));
                // What was kept before we were there we have no part in.
                reading.seekToEnd(reading.assignment());
                while (!stopped) {
                    reading.poll(POLL).forEach(this::heard);
                }
            } catch (WakeupException e) {
                LOG.debug("kept traces are read no longer");
            } catch (KafkaException e) {
                LOG.debugf("kept traces are not read, trying again cause=%s", e.getMessage());
                pause();
            }
        }
    }

    private void heard(ConsumerRecord<String, byte[]> record) {
        try {
            listener.accept(Json.read(record.value(), TraceKept.class).traceId());
        } catch (InvalidRecord e) {
            LOG.warnf("not a kept trace offset=%d cause=%s", record.offset(), e.getMessage());
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }
}
