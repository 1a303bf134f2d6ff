package io.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.smallrye.config.ConfigValidationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliverySettingsTest {

    @Test
    void everySettingHasADefault() {
        DeliverySettings settings = TestSettings.of(Map.of());

        assertThat(settings.mailDir()).isEqualTo(Path.of("mail"));
        assertThat(settings.directoryFile()).isEqualTo(Path.of("directory.yaml"));
        assertThat(settings.directoryPoll()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.roomPoll()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.custody().group().asLongValue()).isEqualTo(8L * 1024 * 1024);
        assertThat(settings.custody().contentDeadline()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.custody().resendWindow()).isEqualTo(Duration.ofHours(24));
        assertThat(settings.queue().workers()).isEqualTo(2);
        assertThat(settings.queue().batch()).isEqualTo(100);
        assertThat(settings.queue().writers()).isEqualTo(8);
        assertThat(settings.queue().lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.queue().poll()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.large().folder()).isEmpty();
        assertThat(settings.large().from().asLongValue()).isEqualTo(1024 * 1024);
        assertThat(settings.history()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.retries().waits())
                .startsWith(Duration.ofMinutes(5), Duration.ofMinutes(10))
                .endsWith(Duration.ofHours(2), Duration.ofHours(4));
        assertThat(settings.retries().warnAfter()).isEqualTo(Duration.ofHours(4));
        assertThat(settings.retries().lifetime()).isEqualTo(Duration.ofDays(5));
        assertThat(settings.routesFile()).isEmpty();
        assertThat(settings.hostName()).isEmpty();
        assertThat(settings.relay().port()).isEqualTo(25);
        assertThat(settings.relay().loopback()).isFalse();
        assertThat(settings.relay().lease()).isGreaterThan(settings.relay().attempt());
        assertThat(settings.notices().whole().asLongValue()).isEqualTo(64 * 1024);
    }

    @Test
    void everySettingCanBeSet() {
        DeliverySettings settings = TestSettings.of(Map.ofEntries(
                Map.entry("postern.delivery.mail-dir", "/srv/mail"),
                Map.entry("postern.delivery.directory-file", "/etc/postern/directory.yaml"),
                Map.entry("postern.delivery.directory-poll", "10s"),
                Map.entry("postern.delivery.room-poll", "1m"),
                Map.entry("postern.delivery.custody.group", "1M"),
                Map.entry("postern.delivery.custody.content-deadline", "5s"),
                Map.entry("postern.delivery.custody.resend-window", "1h"),
                Map.entry("postern.delivery.large.folder", "/srv/contents"),
                Map.entry("postern.delivery.large.from", "256K"),
                Map.entry("postern.delivery.queue.workers", "0"),
                Map.entry("postern.delivery.queue.batch", "10"),
                Map.entry("postern.delivery.queue.writers", "1"),
                Map.entry("postern.delivery.queue.lease", "5m"),
                Map.entry("postern.delivery.queue.poll", "5s"),
                Map.entry("postern.delivery.routes-file", "/etc/postern/routes.yaml"),
                Map.entry("postern.delivery.relay.name-servers", "127.0.0.1:53,[::1]:53"),
                Map.entry("postern.delivery.retries.waits", "1m,1h"),
                Map.entry("postern.delivery.retries.lifetime", "1d")));

        assertThat(settings.mailDir()).isEqualTo(Path.of("/srv/mail"));
        assertThat(settings.directoryFile()).isEqualTo(Path.of("/etc/postern/directory.yaml"));
        assertThat(settings.directoryPoll()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.roomPoll()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.custody().group().asLongValue()).isEqualTo(1024 * 1024);
        assertThat(settings.custody().contentDeadline()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.custody().resendWindow()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.large().folder()).contains(Path.of("/srv/contents"));
        assertThat(settings.large().from().asLongValue()).isEqualTo(256 * 1024);
        assertThat(settings.queue().workers()).isZero();
        assertThat(settings.queue().batch()).isEqualTo(10);
        assertThat(settings.queue().writers()).isEqualTo(1);
        assertThat(settings.queue().lease()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.queue().poll()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.retries().waits()).containsExactly(Duration.ofMinutes(1), Duration.ofHours(1));
        assertThat(settings.retries().lifetime()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.routesFile()).contains(Path.of("/etc/postern/routes.yaml"));
        assertThat(settings.relay().nameServers()).contains(List.of("127.0.0.1:53", "[::1]:53"));
    }

    @Test
    void badValueIsNamed() {
        assertThatExceptionOfType(ConfigValidationException.class)
                .isThrownBy(() -> TestSettings.of(Map.of("postern.delivery.queue.lease", "soon")))
                .withMessageContaining("postern.delivery.queue.lease");
    }
}
