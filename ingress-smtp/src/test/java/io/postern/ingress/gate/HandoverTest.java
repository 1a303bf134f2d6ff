package io.postern.ingress.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.postern.contract.ContentChunk;
import io.postern.contract.Decision.Action;
import io.postern.contract.Golden;
import io.postern.contract.Json;
import io.postern.contract.MailApproved;
import io.postern.contract.MailApproved.HeaderField;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.postern.contract.Question;
import io.postern.contract.Topics;
import io.postern.ingress.TestConfig;
import io.postern.ingress.policy.Policy.Ruling;
import io.postern.ingress.session.Effect;
import io.postern.ingress.spool.Spool;
import io.postern.ingress.spool.SpoolRoom;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HandoverTest {

    private static final Question QUESTION =
            new Question(Golden.MAIL.mailId(), Phase.MESSAGE, "ingress-0", 0, Golden.AT, Duration.ofSeconds(3));
    private static final Ruling ACCEPTED = new Ruling(Action.ACCEPT, 0, null, List.of("av"));

    @TempDir
    private Path folder;

    private Thread publishing = Thread.currentThread();

    private MockProducer<String, byte[]> kafka =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());

    @Test
    void approvalGoesOutOnlyAfterTheContentIsAcknowledged() throws Exception {
        CompletableFuture<Void> promise = promise(100);
        assertThatThrownBy(() -> promise.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(kafka.history()).extracting(ProducerRecord::topic).containsExactly(Topics.CONTENT);
        kafka.completeNext();
        awaitSent(2);
        assertThat(promise).isNotDone();
        kafka.completeNext();
        promise.get();
    }

    @Test
    void approvalTellsWhereTheContentLies() throws Exception {
        CompletableFuture<Void> promise = promise(ContentChunk.MAX_BYTES + 1);
        awaitSent(2);
        kafka.completeNext();
        kafka.completeNext();
        awaitSent(3);
        MailApproved approved = Json.read(kafka.history().get(2).value(), MailApproved.class);
        assertThat(approved.content()).isEqualTo(new MailApproved.Location(0, 0, 1));
        assertThat(approved.mail().chunks()).isEqualTo(2);
        assertThat(approved.unchecked()).containsExactly("av");
        assertThat(approved.headers())
                .extracting(MailApproved.HeaderField::name)
                .containsExactly("Received", "X-Postern-Unchecked");
        kafka.completeNext();
        promise.get();
    }

    @Test
    void onlyTheLastChunkAsksTheChecks() throws Exception {
        CompletableFuture<Void> promise = promise(ContentChunk.MAX_BYTES + 1);
        awaitSent(2);
        assertThat(Question.find(kafka.history().get(0).headers())).isNull();
        assertThat(Question.find(kafka.history().get(1).headers())).isEqualTo(QUESTION);
        promise.cancel(true);
    }

    /** What a check found out too late is of use when the client comes again, if it is the same instance that is asked. */
    @Test
    void contentThatIsSentAgainGoesToTheSamePartition() throws Exception {
        List<PartitionInfo> partitions = IntStream.range(0, 12)
                .mapToObj(partition -> new PartitionInfo(Topics.CONTENT, partition, null, null, null))
                .toList();
        kafka = new MockProducer<>(
                new Cluster("test", List.of(), partitions, Set.of(), Set.of()),
                false,
                null,
                new StringSerializer(),
                new ByteArraySerializer());
        for (int i = 0; i < 20; i++) {
            promise(i < 10 ? 100 : 101 + i).cancel(true);
            awaitSent(i + 1);
        }
        List<Integer> chosen =
                kafka.history().stream().map(ProducerRecord::partition).toList();
        assertThat(chosen.subList(0, 10)).containsOnly(chosen.getFirst());
        assertThat(Set.copyOf(chosen.subList(10, 20))).as("others go elsewhere").hasSizeGreaterThan(3);
    }

    @Test
    void contentThatKafkaRefusesIsNotPromised() throws Exception {
        CompletableFuture<Void> promise = promise(100);
        awaitSent(1);
        kafka.errorNext(new DisconnectException("gone"));
        assertThatThrownBy(promise::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(DisconnectException.class);
        assertThat(kafka.history()).hasSize(1);
    }

    @Test
    void largeMailDoesNotFillTheSendBuffer() throws Exception {
        CompletableFuture<Void> promise = promise(40 * ContentChunk.MAX_BYTES);
        awaitSent(25);
        awaitBlocked();
        assertThat(kafka.history()).as("the first, and those in the window").hasSize(25);
        while (!promise.isDone()) {
            kafka.completeNext();
            Thread.onSpinWait();
        }
        promise.get();
        assertThat(kafka.history()).hasSize(41);
    }

    @Test
    void approvalThatKafkaRefusesIsNoPromise() throws Exception {
        CompletableFuture<Void> promise = promise(100);
        awaitSent(1);
        kafka.completeNext();
        awaitSent(2);
        kafka.errorNext(new DisconnectException("gone"));
        assertThatThrownBy(promise::get).hasRootCauseInstanceOf(DisconnectException.class);
    }

    @Test
    void silentKafkaIsNotWaitedForBeyondTheDeadline() throws Exception {
        CompletableFuture<Void> promise = promise(100);
        assertThatThrownBy(promise::get)
                .hasRootCauseInstanceOf(TimeoutException.class)
                .hasMessageContaining("did not acknowledge");
    }

    /** Publishes a content of that many bytes and promises it, on a thread of its own. */
    private CompletableFuture<Void> promise(int size) {
        Handover handover = new Handover(
                TestConfig.with(Map.of("postern.ingress.publish-deadline", "2s")),
                new Publisher(kafka),
                OpenTelemetry.noop().getTracer("test"),
                Clock.fixed(Golden.AT, ZoneOffset.UTC));
        CompletableFuture<Void> promise = new CompletableFuture<>();
        publishing = Thread.ofVirtual().start(() -> {
            try (Spool spool = new SpoolRoom(folder, Long.MAX_VALUE, Long.MAX_VALUE).open()) {
                spool.append(new byte[size], 0, size);
                Handover.Published published = handover.publish(
                        Golden.MAIL.mailId(), Golden.SESSION, Golden.ENVELOPE, spool, QUESTION, Context.root());
                handover.approve(
                        published,
                        ACCEPTED,
                        List.of(),
                        List.of(new HeaderField("X-Postern-Unchecked", "av")),
                        Effect.Missing.NONE,
                        Context.root());
                promise.complete(null);
            } catch (Handover.NotTaken | InterruptedException e) {
                promise.completeExceptionally(e);
            }
        });
        return promise;
    }

    /** Until the one that publishes waits for something. */
    private void awaitBlocked() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (publishing.getState() != Thread.State.TIMED_WAITING && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(publishing.getState()).isEqualTo(Thread.State.TIMED_WAITING);
    }

    private void awaitSent(int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (kafka.history().size() < count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(kafka.history()).hasSizeGreaterThanOrEqualTo(count);
    }
}
