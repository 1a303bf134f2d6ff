package io.postern.ingress.defence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.ingress.TestConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefenceSettingsTest {

    @Test
    void defaultsAreAsDocumented() {
        DefenceSettings settings = TestConfig.with(Map.of()).defence();
        assertThat(settings.trusted()).isEmpty();
        assertThat(settings.connectionsAddress()).isEqualTo(50);
        assertThat(settings.connectionsNetwork()).isEqualTo(200);
        assertThat(settings.connectionRate()).isEqualTo(new Quota(300, Duration.ofMinutes(1)));
        assertThat(settings.mailRate()).isEqualTo(new Quota(600, Duration.ofMinutes(1)));
        assertThat(settings.recipientRate()).isEqualTo(new Quota(3000, Duration.ofMinutes(1)));
        assertThat(settings.userMailRate()).isEqualTo(new Quota(500, Duration.ofHours(1)));
        assertThat(settings.userRecipientRate()).isEqualTo(new Quota(2000, Duration.ofHours(1)));
        assertThat(settings.harvest()).isEqualTo(new Quota(50, Duration.ofMinutes(10)));
        assertThat(settings.remembered()).isEqualTo(100_000);
        assertThat(settings.custodyGuard()).isEqualTo(Duration.ofHours(24));
        assertThat(settings.custodyLook()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.custodyGroup()).isEqualTo("delivery");
    }

    @Test
    void everyKeyIsRead() {
        DefenceSettings settings = TestConfig.with(Map.ofEntries(
                        Map.entry("postern.ingress.defence.trusted", "127.0.0.1/32,::1/128"),
                        Map.entry("postern.ingress.defence.connections-address", "1"),
                        Map.entry("postern.ingress.defence.connections-network", "2"),
                        Map.entry("postern.ingress.defence.connection-rate", "3/s"),
                        Map.entry("postern.ingress.defence.connection-rate-network", "30/s"),
                        Map.entry("postern.ingress.defence.mail-rate-network", "40/m"),
                        Map.entry("postern.ingress.defence.mail-rate", "4/m"),
                        Map.entry("postern.ingress.defence.recipient-rate", "5/h"),
                        Map.entry("postern.ingress.defence.user-mail-rate", "6/d"),
                        Map.entry("postern.ingress.defence.user-recipient-rate", "7/2d"),
                        Map.entry("postern.ingress.defence.harvest", "8/9m"),
                        Map.entry("postern.ingress.defence.remembered", "10"),
                        Map.entry("postern.ingress.defence.custody-guard", "11H"),
                        Map.entry("postern.ingress.defence.custody-look", "12s"),
                        Map.entry("postern.ingress.defence.custody-group", "thirteen")))
                .defence();
        assertThat(settings.trusted().orElseThrow()).hasSize(2);
        assertThat(settings.connectionsAddress()).isEqualTo(1);
        assertThat(settings.connectionsNetwork()).isEqualTo(2);
        assertThat(settings.connectionRate()).isEqualTo(Quota.of("3/s"));
        assertThat(settings.connectionRateNetwork()).isEqualTo(Quota.of("30/s"));
        assertThat(settings.mailRateNetwork()).isEqualTo(Quota.of("40/m"));
        assertThat(settings.mailRate()).isEqualTo(Quota.of("4/m"));
        assertThat(settings.recipientRate()).isEqualTo(Quota.of("5/h"));
        assertThat(settings.userMailRate()).isEqualTo(Quota.of("6/d"));
        assertThat(settings.userRecipientRate()).isEqualTo(Quota.of("7/2d"));
        assertThat(settings.harvest()).isEqualTo(Quota.of("8/9m"));
        assertThat(settings.remembered()).isEqualTo(10);
        assertThat(settings.custodyGuard()).isEqualTo(Duration.ofHours(11));
        assertThat(settings.custodyLook()).isEqualTo(Duration.ofSeconds(12));
        assertThat(settings.custodyGroup()).isEqualTo("thirteen");
    }

    @ParameterizedTest
    @CsvSource({
        "trusted, localhost",
        "connections-address, many",
        "connections-address, -1",
        "connections-network, -1",
        "connection-rate, 300",
        "mail-rate, often",
        "harvest, 50/0m",
        "remembered, 0",
        "custody-guard, 0s",
        "custody-guard, never",
    })
    void wrongValueStopsTheStartAndNamesItsKey(String key, String value) {
        assertThatThrownBy(() -> new Front("defence." + key + "=" + value))
                .hasStackTraceContaining("postern.ingress.defence." + key);
    }
}
