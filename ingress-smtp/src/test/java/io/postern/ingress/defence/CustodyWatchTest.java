package io.postern.ingress.defence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.ingress.TestConfig;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CustodyWatchTest {

    private static final Instant TWENTY_HOURS_AGO = Hours.START.minus(Duration.ofHours(20));

    private final Front front = new Front();
    private final ApprovedTopic topic = new ApprovedTopic(1);
    private final CustodyWatch watch = watch(Map.of());

    @Test
    void guardLearnsWhatKafkaTells() throws Exception {
        topic.approved(0, 0, TWENTY_HOURS_AGO);
        watch.look();
        assertThat(front.custody.closed()).isFalse();
        front.hours.pass(Duration.ofHours(5));
        watch.look();
        assertThat(front.custody.closed()).isTrue();
        topic.committed(0, 1);
        watch.look();
        assertThat(front.custody.closed()).isFalse();
    }

    @Test
    void whatWasOwedGrowsOlderWhileKafkaDoesNotTell() throws Exception {
        topic.approved(0, 0, TWENTY_HOURS_AGO);
        watch.look();
        topic.down(new TimeoutException("gone"));
        watch.look();
        assertThat(front.custody.closed()).isFalse();
        front.hours.pass(Duration.ofHours(5));
        watch.look();
        assertThat(front.custody.closed()).isTrue();
    }

    @Test
    void kafkaThatWasNeverReachedClosesNothing() throws Exception {
        CustodyWatch lost = new CustodyWatch(front.custody, TestConfig.with(Map.of()), () -> {
            throw new KafkaException("no such host");
        });
        lost.look();
        front.hours.pass(Duration.ofDays(2));
        lost.look();
        assertThat(front.custody.closed()).isFalse();
    }

    @Test
    void watchGoesOnWhenKafkaIsBack() throws Exception {
        topic.down(new TimeoutException("gone"));
        watch.look();
        topic.down(null);
        topic.approved(0, 0, Hours.START.minus(Duration.ofDays(2)));
        watch.look();
        assertThat(front.custody.closed()).isTrue();
    }

    @Test
    void threadLooksBySchedule() throws Exception {
        topic.approved(0, 0, Hours.START.minus(Duration.ofDays(2)));
        CustodyWatch running = watch(Map.of("postern.ingress.defence.custody-look", "10ms"));
        running.start(new StartupEvent());
        until(front.custody::closed);
        running.stop();
        until(topic::closed);
    }

    @Test
    void pauseOfNothingStopsTheStart() {
        assertThatThrownBy(() -> watch(Map.of("postern.ingress.defence.custody-look", "0s")))
                .hasMessageContaining("postern.ingress.defence.custody-look");
    }

    private CustodyWatch watch(Map<String, String> settings) {
        return new CustodyWatch(front.custody, TestConfig.with(settings), () -> topic.owed(Duration.ofSeconds(2)));
    }

    private static void until(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
