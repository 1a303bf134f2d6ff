package io.postern.check.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerRuleTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.2, 127.0.0.2, true",
        "127.0.0.2, 127.0.0.3, false",
        "127.0.0.[2..11], 127.0.0.11, true",
        "127.0.0.[2..11], 127.0.0.12, false",
        "127.0.0.[2;4..7], 127.0.0.2, true",
        "127.0.0.[2;4..7], 127.0.0.3, false",
        "127.0.0.[2;4..7], 127.0.0.7, true",
        "127.0.[0..255].2, 127.0.200.2, true",
        "127.0.0.&4, 127.0.0.6, true",
        "127.0.0.&4, 127.0.0.132, true",
        "127.0.0.&4, 127.0.0.2, false",
        "127.0.0.&6, 127.0.0.4, false",
        "127.[0;5].0.1, 127.5.0.1, true",
    })
    void answerFitsOrNot(String pattern, String answer, boolean fits) {
        assertThat(AnswerRule.parse(pattern, 1).matches(Objects.requireNonNull(QueryName.octets(answer))))
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0",
                "127.0.0.2.3",
                "127.0.0.256",
                "127.0.0.[2..1]",
                "127.0.0.[]",
                "127.0.0.[2..]",
                "127.0.0.x",
                "127.0.0.&256",
                "127.0.0.2 ",
                "127..0.2",
                "127.0.0.2."
            })
    void nonsenseIsNamed(String pattern) {
        assertThatThrownBy(() -> AnswerRule.parse(pattern, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pattern);
    }
}
