package io.postern.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.Golden;
import io.postern.delivery.Database;
import io.postern.delivery.Postgres;
import io.postern.delivery.SampleMail;
import io.postern.delivery.route.Way;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class QueueTest {

    private static final Duration LEASE = Duration.ofMinutes(2);

    @Inject
    Queue queue;

    @Inject
    Settlement settlement;

    @Inject
    QueuedMail queued;

    @Inject
    Database database;

    @BeforeEach
    void empty() {
        database.empty();
    }

    @Test
    void claimedRecipientComesWithItsMail() {
        SampleMail mail = SampleMail.of("M1", "alice@postern.test");
        queued.put(mail);

        Recipient claimed = queue.claim(10, LEASE).getFirst();

        assertThat(claimed.address).isEqualTo("alice@postern.test");
        assertThat(claimed.attempt).isEqualTo(1);
        assertThat(claimed.mail.approval()).isEqualTo(mail.approved());
        assertThat(claimed.mail.traceparent).isEqualTo(SampleMail.TRACEPARENT);
    }

    @Test
    void leaseKeepsOthersAwayUntilItLapses() {
        queued.put(SampleMail.of("M1", "alice@postern.test"));
        queue.claim(10, LEASE);

        assertThat(queue.claim(10, LEASE)).isEmpty();

        lapse();
        assertThat(queue.claim(10, LEASE))
                .extracting(recipient -> recipient.attempt)
                .containsExactly(2);
    }

    @Test
    void twoClaimersNeverGetTheSameRecipient() throws Exception {
        for (int i = 0; i < 200; i++) {
            queued.put(SampleMail.of("M" + i, "alice@postern.test", "bob@postern.test"));
        }
        Callable<List<Long>> claimer = () -> {
            List<Long> mine = new ArrayList<>();
            for (List<Recipient> batch = queue.claim(7, LEASE); !batch.isEmpty(); batch = queue.claim(7, LEASE)) {
                batch.forEach(recipient -> mine.add(recipient.id));
            }
            return mine;
        };
        List<Long> all = new ArrayList<>();
        try (ExecutorService instances = Executors.newCachedThreadPool()) {
            for (Future<List<Long>> claimed : instances.invokeAll(List.of(claimer, claimer, claimer))) {
                all.addAll(claimed.get());
            }
        }

        assertThat(all).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    void ofDestinationsThatNobodyKnowsOneMailEachIsHandedOut() {
        for (int i = 0; i < 30; i++) {
            queued.put(SampleMail.of("A" + i, "one@a.test", "two@a.test", "three@a.test"), "smtp:a.test");
        }
        queued.put(SampleMail.of("B", "one@b.test"), "smtp:b.test");
        queued.put(SampleMail.of("C", "one@c.test"), "smtp:c.test");

        List<Recipient> claimed = queue.claimFirst(10, 2, Set.of("smtp:c.test"), LEASE);

        assertThat(claimed)
                .as("two of the three of one mail, and the other mail")
                .extracting(recipient -> recipient.destination)
                .containsExactlyInAnyOrder("smtp:a.test", "smtp:a.test", "smtp:b.test");
        assertThat(claimed.stream().map(recipient -> recipient.mail.id).distinct())
                .hasSize(2);
    }

    @Test
    void ofDestinationsThatAreNamedManyAreHandedOutAndOfOthersNone() {
        for (int i = 0; i < 30; i++) {
            queued.put(SampleMail.of("A" + i, "one@a.test"), "smtp:a.test");
            queued.put(SampleMail.of("B" + i, "one@b.test"), "smtp:b.test");
        }
        queued.put(SampleMail.of("C", "one@c.test"), "smtp:c.test");
        database.run("update recipient set hold = true where mail_id = 'C'");
        database.run("update recipient set outcome = 'QUARANTINED' where mail_id < 'A2'");

        List<Recipient> claimed = queue.claimMore(100, 20, List.of("smtp:a.test", "smtp:c.test"), LEASE);

        assertThat(claimed)
                .hasSize(18) // those settled and those held are not mail to be sent
                .extracting(recipient -> recipient.destination)
                .containsOnly("smtp:a.test");
        assertThat(queue.claimMore(5, 20, List.of("smtp:b.test"), LEASE)).hasSize(5);
        assertThat(queue.claimMore(100, 20, List.of("smtp:b.test"), LEASE)).hasSize(20);
        assertThat(queue.claimMore(100, 20, List.of("smtp:b.test"), LEASE)).hasSize(5);
    }

    @Test
    void contentGoesWithTheLastRecipient() throws Exception {
        queued.put(SampleMail.of("M1", "alice@postern.test", "bob@postern.test"));
        List<Recipient> claimed = queue.claim(10, LEASE);

        settlement.finish(List.of(attempt(claimed.get(0), Outcome.DELIVERED)), true);
        assertThat(database.rows("select count(*) from content_chunk")).containsExactly("1");

        settlement.finish(List.of(attempt(claimed.get(1), Outcome.DELIVERED)), true);
        assertThat(database.rows("select count(*) from content_chunk")).containsExactly("0");
        assertThat(database.rows("select outcome, detail, due_at from recipient"))
                .containsOnly("DELIVERED because null");
    }

    @Test
    void failedAndQuarantinedMailKeepsItsContent() throws Exception {
        queued.put(SampleMail.of("M1", "alice@postern.test"));
        queued.put(SampleMail.of("M2", "alice@postern.test"));
        List<Recipient> claimed = queue.claim(10, LEASE);

        settlement.finish(
                List.of(attempt(claimed.get(0), Outcome.FAILED), attempt(claimed.get(1), Outcome.QUARANTINED)), true);

        assertThat(database.rows("select mail_id from content_chunk where mail_id in ('M1', 'M2')"))
                .hasSize(2);
        assertThat(database.rows("select due_at from recipient where mail_id in ('M1', 'M2')"))
                .containsOnly("null");
    }

    @Test
    void whoWasDeletedFromQuarantineNeedsNoContent() throws Exception {
        queued.put(SampleMail.of("M1", "alice@postern.test", "bob@postern.test"));
        database.run("update recipient set outcome = 'QUARANTINED', due_at = null, deleted_at = now()"
                + " where address like 'bob%'");

        settlement.finish(List.of(attempt(queue.claim(10, LEASE).getFirst(), Outcome.DELIVERED)), true);

        assertThat(database.rows("select count(*) from content_chunk")).containsExactly("0");
    }

    @Test
    void deferredRecipientIsDueLater() throws Exception {
        queued.put(SampleMail.of("M1", "alice@postern.test"));
        Recipient claimed = queue.claim(10, LEASE).getFirst();

        settlement.finish(List.of(attempt(claimed, Outcome.DEFERRED, Duration.ofMinutes(8))), true);

        assertThat(database.rows("select outcome, extract(minute from due_at - now() + interval '1s') from recipient"))
                .containsExactly("DEFERRED 8");
        assertThat(database.rows("select count(*) from content_chunk")).containsExactly("1");
    }

    @Test
    void holderWhoseLeaseHasLapsedHasNoSay() throws Exception {
        queued.put(SampleMail.of("M1", "alice@postern.test"));
        Recipient slow = queue.claim(10, LEASE).getFirst();
        lapse();
        Recipient next = queue.claim(10, LEASE).getFirst();

        settlement.finish(List.of(attempt(slow, Outcome.FAILED)), true);
        assertThat(database.rows("select outcome from recipient")).containsExactly("null");

        settlement.finish(List.of(attempt(next, Outcome.DELIVERED)), true);
        assertThat(database.rows("select outcome from recipient")).containsExactly("DELIVERED");
    }

    @Test
    void twoInstancesFinishingTheSameMailsLeaveNoContent() throws Exception {
        String[] both = {"alice@postern.test", "bob@postern.test"};
        IntStream.range(0, 100).forEach(i -> queued.put(SampleMail.of("M" + i, both)));
        List<Recipient> claimed = queue.claim(200, LEASE);
        List<Callable<Boolean>> instances = new ArrayList<>();
        for (String address : both) {
            List<Attempt> half = claimed.stream()
                    .filter(recipient -> recipient.address.equals(address))
                    .map(recipient -> attempt(recipient, Outcome.DELIVERED))
                    .toList();
            instances.add(() -> {
                settlement.finish(half, true);
                return true;
            });
        }
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (Future<Boolean> finished : threads.invokeAll(instances)) {
                finished.get();
            }
        }

        assertThat(database.rows("select count(*) from content_chunk")).containsExactly("0");
    }

    private void lapse() {
        database.run("update recipient set due_at = now(), leased_until = now()");
    }

    private static Attempt attempt(Recipient recipient, Outcome outcome) {
        return attempt(recipient, outcome, null);
    }

    private static Attempt attempt(Recipient recipient, Outcome outcome, @Nullable Duration retryIn) {
        Said why = outcome == Outcome.DELIVERED ? null : new Said("4.3.0", "because", null);
        Result result = new Result(outcome, Way.HERE, "because", why, retryIn, false, true);
        return new Attempt(recipient, result, Golden.AT, Duration.ofMillis(3));
    }
}
