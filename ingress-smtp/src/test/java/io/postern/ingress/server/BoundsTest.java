package io.postern.ingress.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.ingress.TestConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {

    @Test
    void defaultsMakeSense() {
        assertThat(Bounds.of(TestConfig.with(Map.of()).limits()).mails()).isEqualTo(1000);
    }

    @Test
    void settingsMakeSenseUnlessChanged() {
        assertThatCode(() -> Bounds.check(TestConfig.with(Map.of()))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "host, foo bar",
        "postmaster, nonsense",
        "subaddress-delimiters, @",
        "reply-partition, -1",
        "publish-deadline, 0S",
        "shadow-budget, -1S",
        "drain, -5S",
        "mx.greeting-delay, -1S",
        "mx.port, 70000",
        "mx.address, not an address",
        "submissions.address, 203.0.113.7",
        "limits.spool-memory, 0",
        "limits.spool-disk, 0",
        "limits.data-grace, -1S",
    })
    void settingThatMakesNoSenseIsNamed(String key, String value) {
        String full = "postern.ingress." + key;
        assertThatThrownBy(() -> Bounds.check(TestConfig.with(Map.of(full, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(full);
    }

    @ParameterizedTest
    @CsvSource({
        "message-size, 1K",
        "recipients, 0",
        "mails, 0",
        "errors, 0",
        "junk, 0",
        "hops, 0",
        "command-line, 100",
        "text-line, 100",
        "sessions, 0",
        "pending, -1",
        "data-rate, -1",
        "command-timeout, 0S",
        "data-timeout, 0S",
    })
    void boundThatMakesNoSenseIsNamed(String key, String value) {
        String full = "postern.ingress.limits." + key;
        assertThatThrownBy(() -> Bounds.of(TestConfig.with(Map.of(full, value)).limits()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(full);
    }
}
