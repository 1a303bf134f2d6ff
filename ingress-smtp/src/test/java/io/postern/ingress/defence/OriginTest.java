package io.postern.ingress.defence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.77, 192.0.2, 192.0.2.77",
        "2001:db8:1:2:3:4:5:6, 20010db800010002, 20010db800010002",
        "::1, 0000000000000000, 0000000000000000",
        "no-address, no-address, no-address",
    })
    void networkAndSubscriberFollowFromTheAddress(String ip, String network, String subscriber) {
        assertThat(Origin.of(ip)).isEqualTo(new Origin(ip, network, subscriber));
    }
}
