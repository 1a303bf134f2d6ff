package io.postern.av.clamd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClamdAddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:3310, 127.0.0.1, 3310, 127.0.0.1:3310",
        "clamd.example:1, clamd.example, 1, clamd.example:1",
        "[2001:db8::1]:3310, 2001:db8::1, 3310, [2001:db8::1]:3310",
        "/run/clamav/clamd.ctl, /run/clamav/clamd.ctl, 0, /run/clamav/clamd.ctl",
        "unix:/run/clamav/clamd.ctl, /run/clamav/clamd.ctl, 0, /run/clamav/clamd.ctl"
    })
    void addresses(String text, String host, int port, String shown) {
        ClamdAddress address = ClamdAddress.of(text);
        assertThat(address).isEqualTo(new ClamdAddress(host, port)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "clamd", ":3310", "clamd:", "clamd:0", "clamd:65536", "clamd:x", "2001:db8::1:3310"})
    void anythingElseIsNone(String text) {
        assertThatThrownBy(() -> ClamdAddress.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
