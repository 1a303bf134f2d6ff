package io.postern.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AheadTest {

    @Test
    void smallMailsAreReadAheadAndLargeOnesInTheirTurn() {
        Mail small = mail(Ahead.EACH);
        Mail large = mail(Ahead.EACH + 1);

        assertThat(Ahead.of(List.of(large, small), 0)).containsExactly(small);
    }

    @Test
    void noMoreAreReadAheadThanTheHeapHasRoomFor() {
        List<Mail> mails = Stream.generate(() -> mail(Ahead.EACH)).limit(1000).toList();

        assertThat(Ahead.of(mails, 0)).hasSize((int) (Ahead.ALL / Ahead.EACH));
        assertThat(Ahead.of(mails, Ahead.ALL - 2 * Ahead.EACH)).hasSize(2);
        assertThat(Ahead.of(mails, Ahead.ALL + 1)).isEmpty();
    }

    private static Mail mail(int size) {
        Mail mail = new Mail();
        mail.size = size;
        return mail;
    }
}
