package io.postern.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A packaged service. {@link #ALL} is the one list of them.
 *
 * @param name the part, the module and the {@code .properties} file
 * @param heap its largest heap, in megabytes
 * @param database whether it keeps something in the database
 * @param ports HTTP first
 * @param places its own settings that say where things are in a stack
 */
record QuarkusService(String name, int heap, boolean database, List<Port> ports, Places places) {

    /** In the order of the start; the stop is the other way round, so the ingress drains while the rest still works. */
    static final List<QuarkusService> ALL = List.of(
            new QuarkusService(DeliveryPlaces.SERVICE, 104, true, List.of(Port.DELIVERY_HTTP), new DeliveryPlaces()),
            new QuarkusService(RblPlaces.SERVICE, 128, false, List.of(Port.RBL_HTTP), new RblPlaces()),
            new QuarkusService(
                    "address-service",
                    96,
                    false,
                    List.of(Port.ADDRESS_HTTP),
                    at -> DnsServer.askedBy("address-service", at)),
            new QuarkusService(GreylistPlaces.SERVICE, 96, true, List.of(Port.GREYLIST_HTTP), new GreylistPlaces()),
            new QuarkusService(
                    "content-service",
                    128,
                    false,
                    List.of(Port.CONTENT_HTTP),
                    at -> Map.of(
                            "postern.content.lists-dir", at.folder().config().resolve("lists/content"))),
            new QuarkusService(AntispamPlaces.SERVICE, 160, true, List.of(Port.ANTISPAM_HTTP), new AntispamPlaces()),
            new QuarkusService(AvPlaces.SERVICE, 192, false, List.of(Port.AV_HTTP), new AvPlaces()),
            new QuarkusService(
                    IngressPlaces.SERVICE,
                    160,
                    false,
                    List.of(Port.INGRESS_HTTP, Port.SMTP, Port.SUBMISSION, Port.SUBMISSIONS),
                    new IngressPlaces()));

    /** The service as a program of one stack. */
    Program in(StackOptions options) {
        return new Packaged(this, options);
    }

    private static final String JAR = "quarkus-run.jar";

    private record Packaged(QuarkusService service, StackOptions options) implements Program {

        @Override
        public String name() {
            return service.name;
        }

        @Override
        public List<Port> ports() {
            return service.ports;
        }

        /** Keeps what is built now: a build under way must not change the classes of a running service. */
        @Override
        public void prepare() {
            Path built = target().resolve("quarkus-app");
            if (!Files.exists(built.resolve(JAR))) {
                throw new StackFailed(name() + " is not built: " + built.resolve(JAR) + " is missing");
            }
            try {
                Folders.snapshot(built, snapshot());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            service.places.furnish(options);
        }

        @Override
        public List<String> command() {
            List<String> command = Jvm.command(service.heap, snapshot().resolveSibling(name() + ".jsa"));
            settings().forEach((key, value) -> command.add("-D" + key + "=" + value));
            command.addAll(List.of("-jar", snapshot().resolve(JAR).toString()));
            return command;
        }

        /** System properties, which win over the operator's file: its ports and folders are the stack's to say. */
        Map<String, Object> settings() {
            Map<String, Object> settings = new TreeMap<>(service.places.settings(options));
            settings.put("kafka.bootstrap.servers", options.address(Port.KAFKA));
            settings.put("quarkus.http.host", "127.0.0.1");
            settings.put("quarkus.http.port", options.port(service.ports.getFirst()));
            if (service.database) {
                settings.put("quarkus.datasource.jdbc.url", PostgresServer.url(options));
                settings.put("quarkus.datasource.username", PostgresServer.USER);
            }
            @Nullable String otlp = otlp();
            if (otlp != null) {
                settings.put("quarkus.otel.sdk.disabled", false);
                settings.put("quarkus.otel.exporter.otlp.endpoint", otlp);
                settings.put("quarkus.otel.exporter.otlp.protocol", "http/protobuf");
            }
            if (TraceViewer.shown(options)) {
                // Somebody looks on: five seconds, as usual, are long.
                settings.put("quarkus.otel.bsp.schedule.delay", "500ms");
            }
            settings.putAll(options.settings().getOrDefault(name(), Map.of()));
            return settings;
        }

        private @Nullable String otlp() {
            return TraceViewer.shown(options) ? "http://" + options.address(Port.OTLP) : options.otlpEndpoint();
        }

        /**
         * A file of settings ranks as high as the place that names it. Named by the environment, the operator's file is
         * above the service's own {@code application.properties} and below {@link #settings()}.
         */
        @Override
        public Map<String, String> environment() {
            Map<String, String> environment = new HashMap<>(Jvm.ENVIRONMENT);
            OperatorsFile operators = OperatorsFile.of(name(), options.folder());
            if (operators.exists()) {
                environment.put(
                        "SMALLRYE_CONFIG_LOCATIONS",
                        operators.path().toUri().toString().replace(",", "\\,"));
            }
            environment.putAll(service.places.environment(options));
            if (service.database) {
                environment.put("QUARKUS_DATASOURCE_PASSWORD", PostgresServer.readPassword(options));
            }
            return environment;
        }

        @Override
        public boolean ready() {
            return Probe.quarkus(options.port(service.ports.getFirst()));
        }

        private Path snapshot() {
            return options.folder().run().resolve("app").resolve(name());
        }

        private Path target() {
            return options.checkout().resolve(name()).resolve("target");
        }
    }
}
