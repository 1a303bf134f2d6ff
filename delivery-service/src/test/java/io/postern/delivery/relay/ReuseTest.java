package io.postern.delivery.relay;

import static io.postern.delivery.relay.TestRelay.CLEAR;
import static io.postern.delivery.relay.TestRelay.message;
import static io.postern.delivery.relay.TestRelay.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.delivery.relay.Relay.Reuse;
import io.postern.delivery.relay.smtp.FakeSmtp;
import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Outcome.Deferred;
import io.postern.delivery.relay.smtp.Outcome.Delivered;
import io.postern.delivery.relay.smtp.Outcome.Refused;
import io.postern.delivery.relay.smtp.TimeLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection carries many mails, and nobody is told of those that had ended meanwhile. */
@Timeout(30)
class ReuseTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeSmtp peer = new FakeSmtp();

    @AfterEach
    void close() throws IOException {
        peer.close();
    }

    private static TestRelay relay(int most, Duration idle, int mails) {
        return new TestRelay(new Reuse(most, idle, mails, LONG));
    }

    @Test
    void mailsGoOneAfterTheOther() {
        try (TestRelay relay = relay(8, LONG, 100)) {
            for (int i = 0; i < 5; i++) {
                assertThat(relay.deliver(message(), to(peer))).isInstanceOf(Delivered.class);
            }
        }

        assertThat(peer.connections()).isEqualTo(1);
        assertThat(peer.taken()).hasSize(5);
        awaitQuits(1);
    }

    @Test
    void connectionEndsAfterSoManyMails() {
        try (TestRelay relay = relay(8, LONG, 2)) {
            for (int i = 0; i < 4; i++) {
                relay.deliver(message(), to(peer));
            }
        }

        assertThat(peer.connections()).isEqualTo(2);
        awaitQuits(2);
    }

    @Test
    void connectionThatWaitsTooLongIsEnded() {
        try (TestRelay relay = relay(8, Duration.ofMillis(50), 100)) {
            relay.deliver(message(), to(peer));
            awaitQuits(1);
            assertThat(relay.deliver(message(), to(peer))).isInstanceOf(Delivered.class);
        }

        assertThat(peer.connections()).isEqualTo(2);
    }

    @Test
    void noneWaitsWhereNoneMay() {
        try (TestRelay relay = relay(0, LONG, 100)) {
            relay.deliver(message(), to(peer));
            relay.deliver(message(), to(peer));
        }

        assertThat(peer.connections()).isEqualTo(2);
    }

    @Test
    void connectionThatTheServerClosedMeanwhileIsReplaced() throws IOException {
        try (TestRelay relay = relay(8, LONG, 100)) {
            relay.deliver(message(), to(peer));
            peer.hangUp();

            assertThat(relay.deliver(message(), to(peer))).isInstanceOf(Delivered.class);
        }

        assertThat(peer.taken()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 4.4.2 idle too long" + FakeSmtp.CLOSE, FakeSmtp.CLOSE, "nonsense"})
    void connectionOfWhichTheServerHasHadEnoughIsReplaced(String reply) {
        peer.on("MAIL", "250 ok", reply, "250 ok");
        try (TestRelay relay = relay(8, LONG, 100)) {
            relay.deliver(message(), to(peer));

            assertThat(relay.deliver(message(), to(peer))).isInstanceOf(Delivered.class);
        }

        assertThat(peer.connections()).isEqualTo(2);
        assertThat(peer.taken()).hasSize(2);
    }

    @Test
    void connectionThatFailsLaterIsNotReplaced() {
        peer.on("END", "250 ok", FakeSmtp.CLOSE);
        try (TestRelay relay = relay(8, LONG, 100)) {
            relay.deliver(message(), to(peer));

            assertThat(relay.deliver(message(), to(peer))).isInstanceOf(Deferred.class);
        }

        assertThat(peer.taken()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "END"})
    void mailThatIsRefusedLeavesTheConnectionToTheNext(String when) {
        peer.on(when, "550 5.7.1 no", "250 ok");
        peer.on("DATA", when.equals("DATA") ? "550 5.7.1 no" : "354 go", "354 go");
        if (when.equals("MAIL") || when.equals("RCPT")) {
            peer.on("DATA", "503 5.5.1 no", "354 go");
        }
        try (TestRelay relay = relay(8, LONG, 100)) {
            assertThat(relay.deliver(message(), to(peer))).isInstanceOf(Refused.class);
            assertThat(relay.deliver(message(), to(peer))).isInstanceOf(Delivered.class);
        }

        assertThat(peer.connections()).isEqualTo(1);
        assertThat(peer.taken()).hasSize(1);
    }

    @Test
    void otherTermsAreAnotherConnection() {
        try (TestRelay relay = relay(8, LONG, 100)) {
            relay.deliver(message(), to(peer));
            relay.deliver(message(), new Route.NextHop("127.0.0.1", peer.port(), TestRelay.CLEAR.recipients(7)));
        }

        assertThat(peer.connections()).isEqualTo(2);
    }

    @Test
    void serverThatSpeaksUnaskedIsNotUsedAgain() {
        peer.on("END", "250 ok\r\n250 ok", "250 ok");
        try (TestRelay relay = relay(8, LONG, 100)) {
            assertThat(relay.deliver(message(), to(peer))).isInstanceOf(Delivered.class);
            peer.on("RCPT", "550 5.1.1 no");
            assertThat(relay.deliver(message(), to(peer))).isInstanceOf(Refused.class);
        }
    }

    @Test
    void manyAtOnceShareWhatThereIs() throws Exception {
        try (TestRelay relay = relay(4, LONG, 1000);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Route route = new Route.NextHop("127.0.0.1", peer.port(), CLEAR.limits(TimeLimits.all(LONG)));
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Boolean>> all = IntStream.range(0, 100)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return relay.deliver(message(), route) instanceof Delivered;
                    }))
                    .toList();
            start.countDown();
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
        }

        assertThat(peer.taken()).hasSize(100);
        awaitQuits(peer.connections());
    }

    @Test
    void whoeverClosesWaitsForWhatIsUnderWay() throws Exception {
        peer.on("END", FakeSmtp.SILENCE);
        TestRelay relay = relay(8, LONG, 100);
        FutureTask<Outcome> delivery = new FutureTask<>(() -> relay.deliver(message(), to(peer)));
        Thread.ofVirtual().start(delivery);
        Program.await(() -> !peer.heard("DATA").isEmpty());

        relay.close();

        // Were the timer gone too early, this would be a broken attempt.
        assertThat(TestRelay.cause(delivery.get(1, TimeUnit.SECONDS)).uncertain())
                .isTrue();
        assertThatThrownBy(() -> relay.deliver(message(), to(peer))).isInstanceOf(IllegalStateException.class);
    }

    private void awaitQuits(int count) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (peer.heard("QUIT").size() < count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(peer.heard("QUIT")).hasSize(count);
    }
}
