package io.postern.ingress.defence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OwedMailTest {

    private static final Instant EARLY = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant LATE = Instant.parse("2026-03-01T09:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Test
    void nothingApprovedIsNothingOwed() throws Exception {
        assertThat(new ApprovedTopic(2).owed(PATIENCE).oldest()).isNull();
    }

    @Test
    void nothingIsOwedOfWhatIsCommitted() throws Exception {
        ApprovedTopic topic =
                new ApprovedTopic(1).approved(0, 0, EARLY).approved(0, 1, LATE).committed(0, 2);
        assertThat(topic.owed(PATIENCE).oldest()).isNull();
    }

    @Test
    void firstMailThatIsNotCommittedCounts() throws Exception {
        ApprovedTopic topic =
                new ApprovedTopic(1).approved(0, 0, EARLY).approved(0, 1, LATE).committed(0, 1);
        assertThat(topic.owed(PATIENCE).oldest()).isEqualTo(LATE);
    }

    @Test
    void oldestOfAllPartitionsCounts() throws Exception {
        ApprovedTopic topic = new ApprovedTopic(3)
                .approved(0, 7, LATE)
                .approved(1, 3, EARLY)
                .approved(2, 5, LATE)
                .committed(0, 7)
                .committed(1, 3)
                .committed(2, 6);
        assertThat(topic.owed(PATIENCE).oldest()).isEqualTo(EARLY);
    }

    @Test
    void deliveryThatHasNeverCommittedOwesFromTheBeginning() throws Exception {
        ApprovedTopic topic = new ApprovedTopic(1).approved(0, 12, EARLY).approved(0, 13, LATE);
        assertThat(topic.owed(PATIENCE).oldest()).isEqualTo(EARLY);
    }

    @Test
    void whatRetentionTookIsNotLookedFor() throws Exception {
        ApprovedTopic topic = new ApprovedTopic(1)
                .approved(0, 0, EARLY)
                .approved(0, 1, LATE)
                .committed(0, 0)
                .expired(0, 1);
        assertThat(topic.owed(PATIENCE).oldest()).isEqualTo(LATE);
        topic.expired(0, 2);
        assertThat(topic.owed(PATIENCE).oldest()).isNull();
    }

    @Test
    void canBeAskedAgainAndAgain() throws Exception {
        ApprovedTopic topic = new ApprovedTopic(1).approved(0, 0, EARLY).approved(0, 1, LATE);
        OwedMail owed = topic.owed(PATIENCE);
        assertThat(owed.oldest()).isEqualTo(EARLY);
        topic.committed(0, 1);
        assertThat(owed.oldest()).isEqualTo(LATE);
        topic.committed(0, 2);
        assertThat(owed.oldest()).isNull();
        topic.approved(0, 2, LATE);
        assertThat(owed.oldest()).isEqualTo(LATE);
    }

    @Test
    void recordThatDoesNotComeIsNotWaitedForBeyondTheDeadline() {
        ApprovedTopic topic = new ApprovedTopic(1).approved(0, 0, EARLY);
        OwedMail owed = topic.withheld().owed(Duration.ofMillis(300));
        assertThatThrownBy(owed::oldest).isInstanceOf(TimeoutException.class);
    }

    @Test
    void topicThatIsNotThereIsNotTakenForAnEmptyOne() {
        assertThatThrownBy(new ApprovedTopic(0).owed(PATIENCE)::oldest)
                .isInstanceOf(UnknownTopicOrPartitionException.class);
    }
}
