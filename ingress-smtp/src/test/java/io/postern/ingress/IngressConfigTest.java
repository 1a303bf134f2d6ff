package io.postern.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngressConfigTest {

    @Test
    void defaultsAreAsDocumented() {
        IngressConfig config = TestConfig.with(Map.of());
        assertThat(config.host()).isEmpty();
        assertThat(config.instance()).isEqualTo("ingress-0");
        assertThat(config.mx().port()).isEqualTo(2525);
        assertThat(config.limits().messageSize().asLongValue()).isEqualTo(25L * 1024 * 1024);
        assertThat(config.limits().commandTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.limits().dataTimeout()).isEqualTo(Duration.ofMinutes(3));
        assertThat(config.publishDeadline()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void instanceFollowsThePartition() {
        assertThat(TestConfig.with(Map.of("postern.ingress.reply-partition", "3"))
                        .instance())
                .isEqualTo("ingress-3");
    }

    @ParameterizedTest
    @CsvSource({
        "postern.ingress.mx.port, smtp",
        "postern.ingress.limits.message-size, big",
        "postern.ingress.limits.command-timeout, soon",
        "postern.ingress.mistyped, 1",
    })
    void wrongValueNamesItsKey(String key, String value) {
        assertThatThrownBy(() -> TestConfig.with(Map.of(key, value))).hasStackTraceContaining(key);
    }
}
