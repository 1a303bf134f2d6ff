package io.postern.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuarkusServiceTest {

    @TempDir
    Path data;

    private StackOptions options;

    @BeforeEach
    void choosePorts() {
        options = StackOptions.of(Path.of("/checkout"), data).withPortOffset(100);
        options.folder().create();
    }

    @Test
    void portsAndFoldersOfTheStackAreSystemProperties() {
        assertThat(service("ingress-smtp", options).command())
                .contains(
                        "-Dquarkus.http.port=8181",
                        "-Dpostern.ingress.mx.port=2625",
                        "-Dkafka.bootstrap.servers=127.0.0.1:19192",
                        "-Dpostern.ingress.policy-file=" + data.resolve("config/policy.yaml"));
    }

    /** A mailbox may have a name in any script. */
    @Test
    void filesCanBeNamedInEveryScript() {
        assertThat(service("content-service", options).environment()).containsEntry("LC_ALL", "C.UTF-8");
    }

    @Test
    void settingOfTheTestWinsOverTheStack() {
        StackOptions changed = options.withSetting("content-service", "quarkus.http.port", "1")
                .withSetting("ingress-smtp", "postern.ingress.host", "mx.postern.test");
        assertThat(service("content-service", changed).command())
                .contains("-Dquarkus.http.port=1")
                .doesNotContain("-Dquarkus.http.port=8185");
    }

    /** The environment ranks between the system properties and the service's own file, and so does what it names. */
    @Test
    void operatorsFileIsNamedByTheEnvironment() throws IOException {
        assertThat(service("content-service", options).environment()).doesNotContainKey("SMALLRYE_CONFIG_LOCATIONS");
        Samples.copyOnce(options.folder().config());
        assertThat(service("content-service", options).environment())
                .containsEntry(
                        "SMALLRYE_CONFIG_LOCATIONS",
                        data.resolve("config/content-service.properties")
                                .toUri()
                                .toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rbl-service", "address-service", "greylist-service"})
    void checkAsksTheStacksNameServerUnlessTheOperatorNamesAnother(String name) throws IOException {
        assertThat(service(name, options).command()).contains("-Dpostern.dns.servers=127.0.0.1:15453");
        Path file = options.folder().config().resolve(name + ".properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "postern.dns.servers=192.0.2.53:53\n");
        assertThat(service(name, options).command()).noneMatch(word -> word.contains("postern.dns.servers"));
    }

    @Test
    void listsOfAnOlderFolderAreMadeGood() {
        RblPlaces places = new RblPlaces();
        places.furnish(options);
        assertThat(places.settings(options))
                .containsEntry("postern.rbl.lists-file", data.resolve("config/lists/rbl.yaml"));
        assertThat(data.resolve("config/lists/rbl.yaml")).exists();
    }

    @Test
    void passwordsAreNotOnTheCommandLine() throws IOException {
        OperatorAccount operator = options.folder().operator();
        operator.makeOnce();
        Files.writeString(options.folder().run().resolve("postgres.password"), "s3cret");
        Program delivery = service("delivery-service", options);
        assertThat(delivery.environment())
                .containsEntry("QUARKUS_DATASOURCE_PASSWORD", "s3cret")
                .containsAllEntriesOf(operator.environment());
        String operators = Files.readString(operator.file());
        assertThat(delivery.command()).noneMatch(word -> word.contains("s3cret") || word.contains(operators));
    }

    @Test
    void tracesAreSentOnlyIfThereIsAnEndpoint() {
        assertThat(service("ingress-smtp", options).command()).noneMatch(word -> word.contains("otel"));
        assertThat(service("ingress-smtp", options.withOtlpEndpoint("http://127.0.0.1:4318"))
                        .command())
                .contains(
                        "-Dquarkus.otel.sdk.disabled=false",
                        "-Dquarkus.otel.exporter.otlp.endpoint=http://127.0.0.1:4318",
                        "-Dquarkus.otel.exporter.otlp.protocol=http/protobuf");
    }

    private static Program service(String name, StackOptions options) {
        return Programs.services(options).stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
