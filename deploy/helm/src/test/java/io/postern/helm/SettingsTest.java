package io.postern.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What services are started with. */
class SettingsTest {

    /** A setting that no service has would be ignored without a word. */
    @ParameterizedTest
    @MethodSource(Modules.ALL)
    void everySettingIsOneThatTheServiceHas(String service, String module) throws IOException {
        Path checkout = Path.of("..", "..");
        String page = Files.readString(checkout.resolve(module).resolve("README.md"));
        String common = Files.readString(checkout.resolve("docs").resolve("configuration.md"));
        String prefix = "postern." + service + ".";
        assertThat(Chart.of("production").objects().properties(service).keySet().stream()
                        .filter(key -> key.startsWith("postern."))
                        .collect(Collectors.toSet()))
                .allSatisfy(key ->
                        assertThat(page + common).containsAnyOf("`" + key + "`", "`" + key.replace(prefix, "") + "`"));
    }

    @Test
    void healthIsHeardOutsideOfThePod() {
        assertThat(Chart.of("minimal").objects().properties("ingress"))
                .containsEntry("quarkus.http.host", "0.0.0.0")
                .containsEntry("quarkus.http.port", "8080");
    }

    @Test
    void theOperatorsPropertiesWin() {
        assertThat(Chart.of("production").objects().properties("ingress"))
                .containsEntry("postern.ingress.limits.message-size", "50M");
        assertThat(Chart.of("minimal")
                        .with("delivery.config.postern\\.delivery\\.mail-dir", "/elsewhere")
                        .objects()
                        .properties("delivery"))
                .containsEntry("postern.delivery.mail-dir", "/elsewhere");
    }

    @Test
    void aLargeNumberStaysANumber() {
        assertThat(Chart.of("minimal")
                        .with("checks.rbl.config.postern\\.dns\\.cache-entries", 25_000_000)
                        .objects()
                        .properties("rbl"))
                .containsEntry("postern.dns.cache-entries", "25000000");
    }

    @Test
    void kafkaIsReachedAsStrimziWantsIt() {
        assertThat(Chart.of("production").objects().properties("rbl"))
                .containsEntry("kafka.bootstrap.servers", "mail-kafka-bootstrap.mail.svc:9093")
                .containsEntry("kafka.security.protocol", "SSL")
                .containsEntry("kafka.ssl.truststore.location", "/run/secrets/kafka/ca.crt")
                .containsEntry("kafka.ssl.keystore.location", "/run/secrets/kafka/user.p12");
    }

    @Test
    void kafkaIsReachedWithAPassword() {
        assertThat(Chart.of("sasl").objects().properties("rbl"))
                .containsEntry("kafka.security.protocol", "SASL_SSL")
                .containsEntry("kafka.sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("kafka.request.timeout.ms", "15000");
    }

    @Test
    void tracesGoWhereTheOperatorSaysInTheShareThatHeSays() {
        assertThat(Chart.of("production").objects().properties("av"))
                .containsEntry("quarkus.otel.sdk.disabled", "false")
                .containsEntry("quarkus.otel.exporter.otlp.endpoint", "http://collector.observability.svc:4318")
                .containsEntry("postern.trace.ratio", "0.05");
        assertThat(Chart.of("minimal").objects().properties("av")).doesNotContainKey("quarkus.otel.sdk.disabled");
    }

    @Test
    void noSecretIsInTheEnvironmentUnlessTheOperatorPutsItThere() {
        assertThat(Chart.of("sasl").objects().all().stream().flatMap(object -> Objects.values(object, "secretKeyRef")))
                .isEmpty();
    }

    @Test
    void theDatabaseIsWhomItSaysItIs() {
        assertThat(Chart.of("production").objects().properties("greylist").get("quarkus.datasource.jdbc.url"))
                .isEqualTo("jdbc:postgresql://postgres-rw:5432/postern?sslmode=verify-full"
                        + "&sslrootcert=/run/secrets/database/ca.crt");
    }
}
