package io.postern.delivery.custody;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.delivery.SampleMail;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupsTest {

    @Test
    void groupsAreFilledUpToTheMost() {
        assertThat(sizes(40, 30, 30, 1, 100)).containsExactly(List.of(40, 30, 30), List.of(1), List.of(100));
    }

    @Test
    void mailLargerThanAGroupIsAlone() {
        assertThat(sizes(10, 500, 10)).containsExactly(List.of(10), List.of(500), List.of(10));
    }

    @Test
    void emptyBatchHasNoGroup() {
        assertThat(sizes()).isEmpty();
    }

    private static List<List<Integer>> sizes(int... sizes) {
        List<Approval> batch = Arrays.stream(sizes)
                .mapToObj(size -> Approval.of(SampleMail.of("M1", "alice@postern.test")
                        .content(new byte[size])
                        .record()))
                .toList();
        return Groups.of(batch, 100).stream()
                .map(group -> group.stream().map(one -> (int) one.mail().size()).toList())
                .toList();
    }
}
