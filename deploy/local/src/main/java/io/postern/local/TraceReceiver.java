package io.postern.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.google.protobuf.Message;
import io.opentelemetry.proto.trace.v1.Span;
import io.postern.local.traces.OtlpReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Where the services of a stack with a trace viewer send their spans. */
record TraceReceiver(StackOptions options) implements Program {

    static final String NAME = "otlp";

    private static final int HEAP = 48;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.OTLP);
    }

    @Override
    public void prepare() {
        try {
            code().snapshot();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> command() {
        List<String> command = Jvm.command(HEAP);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", code().classPath(), OtlpReceiver.class.getName()));
        command.add(Integer.toString(options.port(Port.OTLP)));
        command.add("http://" + options.address(Port.ZIPKIN));
        return command;
    }

    @Override
    public Map<String, String> environment() {
        return Jvm.ENVIRONMENT;
    }

    @Override
    public boolean ready() {
        return Probe.http(options.port(Port.OTLP), "/health");
    }

    private CodeCopy code() {
        return new CodeCopy(
                options.folder().run().resolve("app").resolve(NAME),
                List.of(OtlpReceiver.class, Span.class, Message.class, JsonFactory.class));
    }
}
