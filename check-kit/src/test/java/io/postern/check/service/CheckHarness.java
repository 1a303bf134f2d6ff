package io.postern.check.service;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.postern.check.ConnectionCheck;
import io.postern.check.GreetingCheck;
import io.postern.check.MessageCheck;
import io.postern.check.RecipientCheck;
import io.postern.contract.ConnectionOpened;
import io.postern.contract.ContentChunk;
import io.postern.contract.Ids;
import io.postern.contract.Json;
import io.postern.contract.MailReceived;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.postern.contract.Question;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Topics;
import io.postern.contract.Verdict;
import io.postern.contract.WireHeaders;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A check service without Kafka: questions go in as the records an ingress writes, verdicts come out as those it reads,
 * and all between is what runs in production. For the tests of checks.
 */
public final class CheckHarness {

    /** How long the harness, as the asker, waits for an answer. */
    public static final Duration BUDGET = Duration.ofSeconds(5);

    private static final int REPLY_PARTITION = 3;
    private static final String ASKER = "ingress-test";

    private final Identity self;
    private final Phase phase;
    private final Clock clock;
    private final Map<String, String> settings;
    private final Tracer tracer;
    private final Ids ids;
    private final Map<String, CompletableFuture<Verdict>> asked = new ConcurrentHashMap<>();
    private final Producer producer = new Producer();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Parts parts;
    private final Listener listener;

    /** What the harness puts into a listener. */
    record Parts(Reception reception, DeadLetters deadLetters, Figures figures, CheckSettings settings, Clock clock) {}

    /** Makes the listener of the check's phase. */
    interface Seat {
        Listener listener(Parts parts);
    }

    private CheckHarness(String name, Phase phase, Seat seat) {
        this(
                name,
                phase,
                seat,
                Map.of(),
                Clock.systemUTC(),
                OpenTelemetry.noop().getTracer("none"));
    }

    CheckHarness(String name, Phase phase, Seat seat, Map<String, String> settings, Clock clock, Tracer tracer) {
        this.self = new Identity(name, name + "-test", Set.of(phase));
        this.phase = phase;
        this.clock = clock;
        this.settings = settings;
        this.tracer = tracer;
        this.ids = new Ids(clock);
        this.parts = parts();
        this.listener = seat.listener(parts);
    }

    public static CheckHarness connection(String name, ConnectionCheck check) {
        return new CheckHarness(name, Phase.CONNECT, p -> new ConnectionListener(List.of(check), p.reception()));
    }

    public static CheckHarness greeting(String name, GreetingCheck check) {
        return new CheckHarness(name, Phase.GREETING, p -> new GreetingListener(List.of(check), p.reception()));
    }

    public static CheckHarness recipient(String name, RecipientCheck check) {
        return new CheckHarness(name, Phase.RECIPIENT, p -> new RecipientListener(List.of(check), p.reception()));
    }

    public static CheckHarness message(String name, MessageCheck check) {
        return new CheckHarness(name, Phase.MESSAGE, seat(check));
    }

    static Seat seat(MessageCheck check) {
        return p -> new MessageListener(
                List.of(check), p.reception(), p.deadLetters(), p.figures(), p.settings(), p.clock());
    }

    private Parts parts() {
        Publisher publisher = new Publisher(producer);
        Figures figures = new Figures(meters, self);
        DeadLetters deadLetters = new DeadLetters(self, publisher, figures);
        Examiner examiner = new Examiner(self, publisher, deadLetters, figures, tracer);
        CheckSettings checkSettings = checkSettings();
        Reception reception = new Reception(self, checkSettings, examiner, deadLetters, figures, clock);
        return new Parts(reception, deadLetters, figures, checkSettings, clock);
    }

    private CheckSettings checkSettings() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(CheckSettings.class)
                .withDefaultValue("postern.check.name", self.check())
                .withDefaultValue("postern.check.phase", phase.name())
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(CheckSettings.class);
    }

    /** The verdict on a connection or a greeting. Never completed if there is none. */
    public CompletableFuture<Verdict> ask(ConnectionOpened connection) {
        return ask(ids.next(), Publisher.json(Topics.CONNECTIONS, "203.0.113.0/24", connection));
    }

    /** The verdict on a recipient. Never completed if there is none. */
    public CompletableFuture<Verdict> ask(RecipientOffered offer) {
        return ask(ids.next(), Publisher.json(Topics.RECIPIENTS, "triplet", offer));
    }

    /**
     * The verdict on a mail. Never completed if there is none.
     *
     * @param sample gives session and envelope; id and size are made to fit
     */
    public CompletableFuture<Verdict> ask(MailReceived sample, byte[] content) {
        List<ProducerRecord<String, byte[]>> chunks = chunks(sample, ids.next(), content);
        chunks.subList(0, chunks.size() - 1).forEach(chunk -> accept(consumed(chunk)));
        return ask(chunks.getLast().key(), chunks.getLast());
    }

    static List<ProducerRecord<String, byte[]>> chunks(MailReceived sample, String mailId, byte[] content) {
        int count = ContentChunk.count(content.length);
        MailReceived manifest = new MailReceived(
                mailId,
                sample.session(),
                sample.envelope(),
                count,
                content.length,
                sample.sha256(),
                sample.receivedAt());
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int from = i * ContentChunk.MAX_BYTES;
                    int to = Math.min(content.length, from + ContentChunk.MAX_BYTES);
                    byte[] bytes = Arrays.copyOfRange(content, from, to);
                    return new ContentChunk(mailId, i, bytes, i == count - 1 ? manifest : null).toRecord();
                })
                .toList();
    }

    CompletableFuture<Verdict> ask(String id, ProducerRecord<String, byte[]> record) {
        return ask(new Question(id, phase, ASKER, REPLY_PARTITION, clock.instant(), BUDGET), record);
    }

    CompletableFuture<Verdict> ask(Question question, ProducerRecord<String, byte[]> record) {
        CompletableFuture<Verdict> answer = new CompletableFuture<>();
        asked.put(question.id(), answer);
        question.writeTo(record.headers());
        accept(consumed(record));
        return answer;
    }

    void accept(ConsumerRecord<String, byte[]> record) {
        try {
            listener.accept(record);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static ConsumerRecord<String, byte[]> consumed(ProducerRecord<String, byte[]> sent) {
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    /** The records that the service put aside. */
    public List<ProducerRecord<String, byte[]>> deadLetters() {
        return producer.history().stream()
                .filter(record -> record.topic().equals(Topics.dead(self.check())))
                .toList();
    }

    /** All that the service wrote. */
    List<ProducerRecord<String, byte[]>> published() {
        return producer.history();
    }

    double count(String counter) {
        return meters.get(counter).counter().count();
    }

    /** Remembers what is sent, and hands verdicts to whoever asked. */
    private final class Producer extends MockProducer<String, byte[]> {

        Producer() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
            Future<RecordMetadata> sent = super.send(record, callback);
            if (record.topic().equals(Topics.VERDICTS)) {
                deliver(record);
            }
            return sent;
        }

        private void deliver(ProducerRecord<String, byte[]> record) {
            CompletableFuture<Verdict> answer = asked.remove(record.key());
            boolean addressed = Integer.valueOf(REPLY_PARTITION).equals(record.partition())
                    && ASKER.equals(WireHeaders.find(record.headers(), Question.ASKER));
            if (answer != null && addressed) {
                answer.complete(Json.read(record.value(), Verdict.class));
            }
        }
    }
}
