package io.postern.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.contract.TopicSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicationTest {

    private static final TopicSpec DURABLE = new TopicSpec("mail.content.v1", 4, true, Map.of("retention.ms", "1"));
    private static final TopicSpec OTHER = new TopicSpec("mail.verdicts.v1", 4, false, Map.of());

    @Test
    void singleBrokerFlushesWhatA250RestsUpon() {
        assertThat(Replication.single().settings(DURABLE))
                .isEqualTo(Map.of("retention.ms", "1", "flush.messages", "1"));
        assertThat(Replication.single().settings(OTHER)).isEmpty();
    }

    @Test
    void severalBrokersHaveToAgreeInstead() {
        assertThat(Replication.of(3).settings(DURABLE))
                .isEqualTo(Map.of("retention.ms", "1", "min.insync.replicas", "2"));
        assertThat(Replication.of(3).settings(OTHER)).isEqualTo(Map.of("min.insync.replicas", "2"));
    }

    /** A second replica that need not be there is no promise. */
    @Test
    void replicasThatNeedNotAgreeDoNotReplaceTheFlush() {
        assertThat(new Replication((short) 2, 1).settings(DURABLE))
                .containsEntry("flush.messages", "1")
                .containsEntry("min.insync.replicas", "1");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "3, 4", "3, 0"})
    void impossibleIsRefused(short replicas, int inSync) {
        assertThatThrownBy(() -> new Replication(replicas, inSync)).isInstanceOf(IllegalArgumentException.class);
    }
}
