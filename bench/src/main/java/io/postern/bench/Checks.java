package io.postern.bench;

import io.postern.contract.Json;
import io.postern.contract.Publisher;
import io.postern.contract.Question;
import io.postern.contract.TopicSpec;
import io.postern.contract.Topics;
import io.postern.contract.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * instance of each can do.
 */
final class Checks {

    static final String ASKER = "bench";

    private static final Duration LONGEST_WARMUP = Duration.ofMinutes(10);
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
    private final Map<String, Pending> underWay = new ConcurrentHashMap<>();
    private final Semaphore window;
    private final Map<String, Answers> answers = new TreeMap<>();
    private final long start = System.nanoTime();
    private int asked;
    private volatile boolean allAsked;

    private Checks(Asking asking) {
        this.asking = asking;
        this.window = new Semaphore(asking.window());
        asking.checks().forEach(check -> answers.put(check, new Answers()));
    }

    public static void main(String[] args) throws InterruptedException {
        try {
            Asking asking = Asking.parse(args);
            if (asking.warmup() > 0) {
                new Checks(asking).run(asking.warmup(), LONGEST_WARMUP, 0);
            }
            CheckMetrics before = CheckMetrics.read(asking.metrics());
            Expenses spent = asking.expenses();
            Checks checks = new Checks(asking);
            Duration elapsed = checks.run(Integer.MAX_VALUE, asking.duration(), asking.rate());
            checks.print(elapsed, System.out);
            if (asking.processes() != null) {
                System.out.println(asking.expenses().since(spent, checks.asked));
            }
            before.since(CheckMetrics.read(asking.metrics()), elapsed).forEach(System.out::println);
        } catch (BadOption e) {
            System.err.println(e.getMessage());
            System.err.println(Asking.USAGE);
            System.exit(2);
        } catch (IOException | KafkaException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** @return from the first question to the last verdict */
    private Duration run(int most, Duration longest, int rate) throws InterruptedException {
        try (Publisher publisher = Publisher.open(Map.of("bootstrap.servers", asking.bootstrap()));
                KafkaConsumer<String, byte[]> verdicts = new KafkaConsumer<>(Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, asking.bootstrap(),
                        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class,
                        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class))) {
            List<TopicPartition> replies = List.of(new TopicPartition(Topics.VERDICTS, REPLIES));
            verdicts.assign(replies);
            verdicts.seekToEnd(replies);
            verdicts.position(replies.getFirst(), BUDGET);
            long first = System.nanoTime();
            Thread asker = Thread.ofPlatform().name("asker").start(() -> ask(publisher, most, longest, rate));
            long last = listen(verdicts);
            asker.join();
            return Duration.ofNanos(last - first);
        }
    }

    /** In a thread of its own. */
    private void ask(Publisher publisher, int most, Duration longest, int rate) {
        long end = System.nanoTime() + longest.toNanos();
        long next = System.nanoTime();
        try {
            while (asked < most && System.nanoTime() < end) {
                if (rate > 0) {
                    next += TimeUnit.SECONDS.toNanos(1) / rate;
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
        underWay.put(id, new Pending(asking.checks()));
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
                Pending pending = underWay.get(verdict.question());
                Answers answer = answers.get(verdict.check());
                if (pending != null && answer != null && pending.answeredBy(verdict.check())) {
                    last = System.nanoTime();
                    answer.add(last - pending.since, verdict);
                    if (pending.done()) {
                        underWay.remove(verdict.question());
                        window.release();
                    }
                }
            }
        }
        return last;
    }

    private void print(Duration elapsed, PrintStream out) {
        answers.forEach((check, answer) -> answer.print(check, asked, elapsed, out));
    }
}
