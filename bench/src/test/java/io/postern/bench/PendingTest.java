package io.postern.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PendingTest {

    @Test
    void questionIsDoneWhenEachCheckHasAnswered() {
        Pending question = new Pending(Set.of("content", "antispam"));

        assertThat(question.answeredBy("content")).isTrue();
        assertThat(question.done()).isFalse();
        assertThat(question.answeredBy("content")).as("a second answer").isFalse();
        assertThat(question.answeredBy("av")).as("who is not awaited").isFalse();
        assertThat(question.answeredBy("antispam")).isTrue();
        assertThat(question.done()).isTrue();
    }
}
