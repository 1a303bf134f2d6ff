package io.postern.ingress.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.ingress.TestConfig;
import io.postern.ingress.session.Rules;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoorTest {

    @Test
    void withoutACertificateOnlyTheDoorForServersIsOpen() {
        assertThat(open(false, Map.of())).extracting(Door::name).containsExactly("mx");
    }

    @Test
    void withACertificateTheDoorsForUsersAreOpenToo() {
        assertThat(open(true, Map.of())).extracting(Door::name).containsExactly("mx", "submission", "submissions");
        assertThat(open(true, Map.of("submission.enabled", "false")))
                .extracting(Door::name)
                .containsExactly("mx", "submissions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"submission.enabled", "submissions.enabled", "mx.require-tls"})
    void doorThatNeedsACertificateDoesNotOpenWithoutOne(String key) {
        assertThatThrownBy(() -> open(false, Map.of(key, "true")))
                .hasMessageContaining("postern.ingress." + key)
                .hasMessageContaining("certificate");
    }

    @Test
    void serversAreOfferedTlsAndNeitherLoginNorRelay() {
        Rules rules = open(true, Map.of()).get(0).rules("192.0.2.1");
        assertThat(rules)
                .isEqualTo(new Rules(false, false, false, true, false, false, false, false, Duration.ofSeconds(1)));
    }

    @Test
    void usersHaveToLogInAndNeedNotWaitForTheBanner() {
        Rules submission = open(true, Map.of()).get(1).rules("192.0.2.1");
        assertThat(submission).isEqualTo(new Rules(true, false, true, true, false, false, false, true, Duration.ZERO));
        Rules submissions = open(true, Map.of()).get(2).rules("192.0.2.1");
        assertThat(submissions.startTls()).as("encrypted already").isFalse();
        assertThat(submissions.authRequired()).isTrue();
    }

    @Test
    void listedNetworksMayMore() {
        Map<String, String> networks = Map.of(
                "networks.relay", "192.0.2.0/24,2001:db8::/32",
                "networks.clear-auth", "192.0.2.0/25",
                "networks.xclient", "192.0.2.1");
        Door door = open(true, networks).get(1);
        assertThat(door.rules("192.0.2.1"))
                .matches(Rules::relay)
                .matches(Rules::clearAuth)
                .matches(Rules::xclient);
        assertThat(door.rules("192.0.2.200").clearAuth()).isFalse();
        assertThat(door.rules("2001:db8::1").relay()).isTrue();
        assertThat(door.rules("198.51.100.1").relay()).isFalse();
    }

    private static List<Door> open(boolean tls, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        settings.forEach((key, value) -> all.put("postern.ingress." + key, value));
        return Door.open(TestConfig.with(all), tls);
    }
}
