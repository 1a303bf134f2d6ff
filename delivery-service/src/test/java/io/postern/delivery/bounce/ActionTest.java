package io.postern.delivery.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.Envelope.Notify;
import io.postern.contract.Envelope.Recipient;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3461 section 4.1. */
class ActionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''              | FAILED DELAYED",
                "NEVER           | ''",
                "FAILURE         | FAILED",
                "DELAY           | DELAYED",
                "SUCCESS         | RELAYED DELIVERED EXPANDED",
                "SUCCESS FAILURE | FAILED RELAYED DELIVERED EXPANDED"
            })
    void senderHearsOfWhatHeAskedFor(String asked, String heard) {
        Recipient recipient = new Recipient(
                "bob@example.org",
                null,
                Arrays.stream(asked.split(" "))
                        .filter(word -> !word.isEmpty())
                        .map(Notify::valueOf)
                        .collect(Collectors.toSet()),
                null);
        String wanted = Arrays.stream(Action.values())
                .filter(action -> action.wantedFor(recipient))
                .map(Action::name)
                .collect(Collectors.joining(" "));
        assertThat(wanted).isEqualTo(heard);
    }
}
