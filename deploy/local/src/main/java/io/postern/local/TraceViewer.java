package io.postern.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Zipkin that shows the traces of the stack, and forgets the oldest when there are many. */
record TraceViewer(StackOptions options) implements Program {

    static final String NAME = "zipkin";

    private static final String JAR = "zipkin.jar";

    private static final int HEAP = 192;

    /** Some thousands of mails. */
    private static final int SPANS = 50_000;

    private static final Pattern TRACE = Pattern.compile("\"traceId\"\\s*:\\s*\"([0-9a-f]{16,32})\"");
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The options of a stack with a viewer. */
    static StackOptions in(StackOptions options) {
        if (options.otlpEndpoint() != null) {
            throw new IllegalArgumentException(
                    "traces go to one place: either --trace, or POSTERN_OTLP_ENDPOINT, which is set");
        }
        return options.withPart(NAME).withPart(TraceReceiver.NAME);
    }

    static boolean shown(StackOptions options) {
        return options.parts().contains(NAME);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.ZIPKIN);
    }

    @Override
    public void prepare() {
        if (!Files.exists(built())) {
            throw new StackFailed(
                    "the trace viewer is not there: " + built() + " is missing; ./postern up --trace gets it");
        }
        try {
            Folders.snapshot(folder(), snapshot());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> command() {
        List<String> command = Jvm.command(HEAP);
        command.addAll(List.of("-jar", snapshot().resolve(JAR).toString()));
        command.add("--armeria.ports[0].address=127.0.0.1");
        command.add("--armeria.ports[0].port=" + options.port(Port.ZIPKIN));
        command.add("--armeria.ports[0].protocols=http");
        return command;
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Jvm.ENVIRONMENT);
        environment.put("STORAGE_TYPE", "mem");
        environment.put("MEM_MAX_SPANS", Integer.toString(SPANS));
        return environment;
    }

    @Override
    public boolean ready() {
        return Probe.http(options.port(Port.ZIPKIN), "/health");
    }

    /** The page to begin at. */
    String page() {
        return "http://" + options.address(Port.ZIPKIN) + "/zipkin/";
    }

    /** The page with the trace of a mail; empty if it has none yet. */
    Optional<String> page(String mailId) {
        String query = URLEncoder.encode("postern.mail_id=" + mailId, StandardCharsets.UTF_8);
        URI search = URI.create(
                "http://" + options.address(Port.ZIPKIN) + "/api/v2/traces?limit=1&annotationQuery=" + query);
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            String found = client.send(
                            HttpRequest.newBuilder(search).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher trace = TRACE.matcher(found);
            return trace.find() ? Optional.of(page() + "traces/" + trace.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // as with a trace that is not there yet: whoever waits for it says so
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Path folder() {
        return options.checkout().resolve("deploy/viewer/target/zipkin");
    }

    private Path built() {
        return folder().resolve(JAR);
    }

    private Path snapshot() {
        return options.folder().run().resolve("app").resolve(NAME);
    }
}
