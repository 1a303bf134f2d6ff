package io.postern.check.lists;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.check.dns.DnsAnswer;
import io.postern.check.dns.DnsAnswer.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChallengeTest {

    private static final DnsAnswer ANSWER = DnsAnswer.failed(Failure.SERVFAIL);

    private final Challenge challenge = new Challenge();
    private final List<CompletableFuture<DnsAnswer>> asked = new ArrayList<>();

    private CompletableFuture<DnsAnswer> pass() {
        return challenge.pass(() -> {
            CompletableFuture<DnsAnswer> question = new CompletableFuture<>();
            asked.add(question);
            return question;
        });
    }

    @Test
    void questionServesOnlyThoseWhoCameBeforeItWasAsked() {
        CompletableFuture<DnsAnswer> first = pass();
        CompletableFuture<DnsAnswer> second = pass();
        CompletableFuture<DnsAnswer> third = pass();
        assertThat(asked).hasSize(1);

        asked.getFirst().complete(ANSWER);
        assertThat(first).isCompletedWithValue(ANSWER);
        assertThat(second).isNotDone();
        assertThat(asked).as("one more for the two").hasSize(2);

        asked.getLast().complete(ANSWER);
        assertThat(second).isCompletedWithValue(ANSWER);
        assertThat(third).isCompletedWithValue(ANSWER);
        assertThat(asked).hasSize(2);
    }

    @Test
    void answerThatIsThereAtOnceServesToo() {
        for (int i = 0; i < 1000; i++) {
            assertThat(challenge.pass(() -> CompletableFuture.completedFuture(ANSWER)))
                    .isCompletedWithValue(ANSWER);
        }
    }
}
