package io.postern.ingress.defence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaTest {

    @ParameterizedTest
    @CsvSource({"300/m, 300, PT1M", "50/10m, 50, PT10M", "1/S, 1, PT1S", "2000/h, 2000, PT1H", "0/2d, 0, PT48H"})
    void numberAndTimeAreRead(String text, int most, Duration period) {
        assertThat(Quota.of(text)).isEqualTo(new Quota(most, period));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "300", "300/", "/m", "-1/m", "300/0m", "300/w", "300/m/s", "3 00/m", "99999999999/m"})
    void anythingElseIsRefusedWithItsText(String text) {
        assertThatThrownBy(() -> Quota.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void nothingAtAllLimitsNothing() {
        assertThat(Quota.of("0/m").limited()).isFalse();
        assertThat(Quota.of("1/m").limited()).isTrue();
    }
}
