package io.postern.bench;

import io.postern.contract.Json;
import io.postern.contract.Publisher;
import io.postern.contract.Question;
import io.postern.contract.TopicSpec;
import io.postern.contract.Topics;
import io.postern.contract.Verdict;
import io.postern.contract.Verdict.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Asks the checks of a connection, a recipient or a mail as an ingress would, as fast as they answer, past SMTP: what one
 * instance can do.
 */
final class Checks {

    static final String ASKER = "bench";

    private static final Duration BUDGET = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);

    /** The last partition of the verdicts: an ingress takes the first. */
    private static final int REPLIES = TopicSpec.all().stream()
                    .filter(topic -> topic.name().equals(Topics.VERDICTS))
                    .findFirst()
                    .orElseThrow()
                    .partitions()
            - 1;

    private final Asking asking;
    private final Map<String, Long> underWay = new ConcurrentHashMap<>();
    private final Semaphore window;
    private final List<Long> waits = new ArrayList<>();
    private final List<Long> works = new ArrayList<>();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final long start = System.nanoTime();
    private int asked;
    private volatile boolean allAsked;

    private Checks(Asking asking) {
        this.asking = asking;
        this.window = new Semaphore(asking.window());
    }

    public static void main(String[] args) throws InterruptedException {
        try {
            Asking asking = Asking.parse(args);
            CheckMetrics before = CheckMetrics.read(asking.metrics());
            Checks checks = new Checks(asking);
            Figures figures = checks.run();
            checks.print(figures, System.out);
            before.since(CheckMetrics.read(asking.metrics()), figures.elapsed()).forEach(System.out::println);
        } catch (BadOption e) {
            System.err.println(e.getMessage());
            System.err.println(Asking.USAGE);
            System.exit(2);
        } catch (IOException | KafkaException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private Figures run() throws InterruptedException {
        try (Publisher publisher = Publisher.open(Map.of("bootstrap.servers", asking.bootstrap()));
                KafkaConsumer<String, byte[]> verdicts = new KafkaConsumer<>(Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, asking.bootstrap(),
                        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class,
                        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class))) {
            List<TopicPartition> replies = List.of(new TopicPartition(Topics.VERDICTS, REPLIES));
            verdicts.assign(replies);
            verdicts.seekToEnd(replies);
            verdicts.position(replies.getFirst(), BUDGET);
            Thread asker = Thread.ofPlatform().name("asker").start(() -> ask(publisher));
            long last = listen(verdicts);
            asker.join();
            long[] all = waits.stream().mapToLong(Long::longValue).toArray();
            return new Figures(all.length, asked - all.length, Duration.ofNanos(last - start), all, Duration.ZERO);
        }
    }

    /** In a thread of its own. */
    private void ask(Publisher publisher) {
        long end = System.nanoTime() + asking.duration().toNanos();
        long next = System.nanoTime();
        try {
            while (System.nanoTime() < end) {
                if (asking.rate() > 0) {
                    next += TimeUnit.SECONDS.toNanos(1) / asking.rate();
                    LockSupport.parkNanos(next - System.nanoTime());
                }
                if (window.tryAcquire(BUDGET.toMillis(), TimeUnit.MILLISECONDS)) {
                    ask(publisher, asking.first() + asked);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        allAsked = true;
    }

    private void ask(Publisher publisher, int number) {
        String id = "bench-" + start + "-" + asked++;
        Subject subject = asking.subject();
        List<ProducerRecord<String, byte[]>> records = subject.records(id, number);
        new Question(id, subject.phase(), ASKER, REPLIES, Instant.now(), BUDGET)
                .writeTo(records.getLast().headers());
        underWay.put(id, System.nanoTime());
        for (ProducerRecord<String, byte[]> record : records) {
            var unused = publisher.send(record);
        }
    }

    /** @return when the last verdict came */
    private long listen(KafkaConsumer<String, byte[]> verdicts) {
        long last = System.nanoTime();
        while (!allAsked || (!underWay.isEmpty() && System.nanoTime() - last < BUDGET.toNanos())) {
            for (ConsumerRecord<String, byte[]> record : verdicts.poll(POLL)) {
                Verdict verdict = Json.read(record.value(), Verdict.class);
                Long sent = verdict.check().equals(asking.check()) ? underWay.remove(verdict.question()) : null;
                if (sent != null) {
                    last = System.nanoTime();
                    waits.add(last - sent);
                    works.add(TimeUnit.MICROSECONDS.toNanos(verdict.elapsedMicros()));
                    outcomes.merge(verdict.outcome(), 1, Integer::sum);
                    window.release();
                }
            }
        }
        return last;
    }

    private void print(Figures figures, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%s: %d questions, %s, %d without verdict; %.0f/s, wait p50 %.2f ms, p95 %.2f ms, p99 %.2f ms%n",
                asking.check(),
                asked,
                outcomes,
                figures.refused(),
                figures.mailsPerSecond(),
                figures.waitMillis(50),
                figures.waitMillis(95),
                figures.waitMillis(99));
        long[] all = works.stream().mapToLong(Long::longValue).toArray();
        Figures work = new Figures(all.length, 0, figures.elapsed(), all, Duration.ZERO);
        out.printf(
                Locale.ROOT,
                "in the check itself: p50 %.2f ms, p95 %.2f ms, p99 %.2f ms%n",
                work.waitMillis(50),
                work.waitMillis(95),
                work.waitMillis(99));
    }
}
