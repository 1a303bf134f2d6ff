package io.postern.check.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.99/24, 192.0.2.1, true",
        "192.0.2.0/25, 192.0.2.127, true",
        "192.0.2.0/25, 192.0.2.128, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 255.1.2.3, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 192.0.2.7, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/61, 2001:db8:0:7::1, true",
        "2001:db8::/61, 2001:db8:0:8::1, false",
        "::1, ::1, true"
    })
    void networkHasItsAddressesAndNoOthers(String network, String address, boolean contained) {
        assertThat(requireNonNull(Network.of(network)).contains(requireNonNull(IpAddress.of(address))))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "example", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/x", "192.0.2/24", "::/129", "::/-1"
            })
    void whatIsNoNetworkIsNotRead(String text) {
        assertThat(Network.of(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.99/24, 192.0.2.0/24",
        "192.0.2.255/25, 192.0.2.128/25",
        "192.0.2.7, 192.0.2.7/32",
        "255.1.2.3/0, 0.0.0.0/0",
        "2001:db8:0:7:1:2:3:4/64, 2001:db8:0:7::/64",
        "2001:db8:0:ffff::1/61, 2001:db8:0:fff8::/61",
        "::1, ::1/128"
    })
    void networkIsWrittenFromItsFirstAddress(String network, String written) {
        assertThat(requireNonNull(Network.of(network)).toString()).isEqualTo(written);
    }
}
