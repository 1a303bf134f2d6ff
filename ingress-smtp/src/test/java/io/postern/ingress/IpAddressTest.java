package io.postern.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::ffff:192.0.2.7, 192.0.2.7",
        "0:0:0:0:0:ffff:c000:207, 192.0.2.7",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "fe80::1%eth0, fe80::1",
        "mail.example,",
        "192.0.2.300,",
    })
    void addressHasOneForm(String text, @Nullable String canonical) {
        assertThat(IpAddress.canonical(text)).isEqualTo(canonical);
    }
}
