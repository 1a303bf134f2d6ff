package io.postern.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.contract.Verdict.Reason;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class AddressSettingsTest {

    @Test
    void defaults() {
        AddressSettings settings = Surroundings.settings();

        assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.ourNames()).isEmpty();
        assertThat(settings.skipNetworks()).isEmpty();
    }

    @Test
    void everyKeyCanBeSet() {
        AddressSettings settings = Surroundings.settings(
                "deadline", "500ms", "our-names", "mx.postern.test,192.0.2.1", "skip-networks", "192.0.2.0/24");

        assertThat(settings.deadline()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.ourNames()).isEqualTo(Optional.of(List.of("mx.postern.test", "192.0.2.1")));
        assertThat(settings.skipNetworks()).isEqualTo(Optional.of(List.of("192.0.2.0/24")));
    }

    @ParameterizedTest
    @EnumSource(
            value = Flaw.class,
            mode = Mode.EXCLUDE,
            names = {"REVERSE_ERROR", "HELO_ERROR", "SENDER_ERROR"})
    void scoreOfEachFlawCanBeSet(Flaw flaw) {
        try (Surroundings dns = new Surroundings("score." + flaw.code(), "7.5")) {
            assertThat(reason(dns, flaw).score()).isEqualTo(7.5);
        }
        try (Surroundings dns = new Surroundings()) {
            assertThat(reason(dns, flaw).score()).isPositive().isNotEqualTo(7.5);
        }
    }

    @Test
    void errorsHaveNoScore() {
        try (Surroundings dns = new Surroundings()) {
            assertThat(Arrays.stream(Flaw.values()).filter(Flaw::error))
                    .hasSize(3)
                    .allMatch(flaw ->
                            reason(dns, flaw).score() == 0 && reason(dns, flaw).error());
        }
    }

    /** One flaw at most of the client's name, of its HELO name, of its sender. */
    @Test
    void worstOfAllDoesNotReachTheScoreForWhichThePolicyRejects() {
        try (Surroundings dns = new Surroundings()) {
            double worst = List.of("REVERSE", "HELO", "SENDER").stream()
                    .mapToDouble(part -> Arrays.stream(Flaw.values())
                            .filter(flaw -> flaw.name().contains(part))
                            .mapToDouble(flaw -> reason(dns, flaw).score())
                            .max()
                            .orElseThrow())
                    .sum();

            assertThat(worst).isEqualTo(13).isLessThan(15);
        }
    }

    @Test
    void reasonsAreCountedByCode() throws InterruptedException {
        try (Surroundings dns = new Surroundings()) {
            dns.greet("203.0.113.7", "localhost");
            dns.greet("203.0.113.7", "[203.0.113.7]");

            assertThat(count(dns, "no-reverse")).isEqualTo(2);
            assertThat(count(dns, "helo-invalid")).isEqualTo(1);
            assertThat(count(dns, "sender-error")).isZero();
        }
    }

    private static double count(Surroundings dns, String code) {
        return dns.meters
                .get("postern.address.reasons")
                .tag("code", code)
                .counter()
                .count();
    }

    @ParameterizedTest
    @CsvSource({
        "deadline, 0s",
        "deadline, -1s",
        "deadline, 61s",
        "our-names, mx",
        "our-names, mx.postern.test..",
        "our-names, [192.0.2.999]",
        "skip-networks, 192.0.2.0/33",
        "skip-networks, client.example",
        "score.no-reverse, -1",
        "score.helo-ours, 101",
        "score.sender-null-mx, NaN"
    })
    void badValueRefusesTheStartAndIsNamed(String key, String value) {
        try (Surroundings dns = new Surroundings(key, value)) {
            assertThatThrownBy(dns::clientCheck)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("postern.address." + key)
                    .hasMessageContaining(value.replaceAll("[^0-9a-zA-Z./]|s$", ""));
        }
    }

    private static Reason reason(Surroundings dns, Flaw flaw) {
        return new Flaws(dns.settings, dns.meters).reason(flaw, "about", Map.of());
    }
}
