package io.postern.delivery.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "10K, 10240", "5M, 5242880", "2G, 2147483648", "1T, 1099511627776"})
    void sizeHasAUnit(String text, long bytes) {
        assertThat(Quota.size(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0M", "-1", "1.5G", "2 G", "2g", "2GB", "99999999999999T"})
    void whatIsNoSizeIsNamed(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Quota.size(text)).withMessageContaining(text);
    }

    /** Quota and usage in bytes and mails; the room. */
    @ParameterizedTest
    @CsvSource({
        "1000, 0, 0, 0, 1100",
        "1000, 0, 999, 9, 101",
        "1000, 0, 1000, 9, 0",
        "1000, 0, 5000, 9, 0",
        "1000, 5, 100, 4, 1000",
        "1000, 5, 100, 5, 0",
        "0, 5, 100000, 4, 9223372036854775807",
        "0, 5, 100000, 6, 0",
    })
    void lastMailMayGoOverByATenth(long bytes, long messages, long usedBytes, long usedMessages, long room) {
        assertThat(new Quota(bytes, messages).room(new Usage(usedBytes, usedMessages)))
                .isEqualTo(room);
    }

    @Test
    void quotaOfNothingIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Quota(0, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1000 | 5 | 1000S,5C
            1000 | 0 | 1000S
            0    | 5 | 5C
            """)
    void definitionIsThatOfMaildirsize(long bytes, long messages, String definition) {
        assertThat(new Quota(bytes, messages).definition()).isEqualTo(definition);
    }
}
