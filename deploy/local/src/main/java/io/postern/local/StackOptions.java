package io.postern.local;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a stack is started with.
 *
 * @param checkout the root of the built checkout: where the broker's jars and the packaged services are
 * @param data the folder with all of the stack's state
 * @param portOffset added to every {@link Port}
 * @param parts the names of the parts to start; all of them unless chosen
 * @param settings by part and key: settings of a service that win over all its files
 * @param otlpEndpoint where the services send their traces by OTLP over HTTP, or {@code null} to send none
 */
public record StackOptions(
        Path checkout,
        Path data,
        int portOffset,
        Set<String> parts,
        Map<String, Map<String, String>> settings,
        @Nullable String otlpEndpoint) {

    public StackOptions {
        if (portOffset < 0 || portOffset > Port.MAX_OFFSET) {
            throw new IllegalArgumentException("the port offset must be from 0 to " + Port.MAX_OFFSET);
        }
        checkout = checkout.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
        parts = Set.copyOf(parts);
        settings = Map.copyOf(settings);
    }

    /** Everything, at the ports as they are, without traces. */
    public static StackOptions of(Path checkout, Path data) {
        return new StackOptions(checkout, data, 0, Programs.here(), Map.of(), null);
    }

    public StackOptions withPortOffset(int offset) {
        return new StackOptions(checkout, data, offset, parts, settings, otlpEndpoint);
    }

    /** Only these parts. A service without what it needs will not become ready. */
    public StackOptions withParts(Collection<String> names) {
        return new StackOptions(checkout, data, portOffset, Set.copyOf(names), settings, otlpEndpoint);
    }

    /** One more part, which not every stack has. */
    StackOptions withPart(String name) {
        Set<String> more = new HashSet<>(parts);
        more.add(name);
        return withParts(more);
    }

    /** All but this part. */
    public StackOptions withoutPart(String name) {
        return withParts(parts.stream().filter(part -> !part.equals(name)).toList());
    }

    /** One more setting of a service. */
    public StackOptions withSetting(String part, String key, String value) {
        Map<String, String> ofPart = new HashMap<>(settings.getOrDefault(part, Map.of()));
        ofPart.put(key, value);
        Map<String, Map<String, String>> more = new HashMap<>(settings);
        more.put(part, Map.copyOf(ofPart));
        return new StackOptions(checkout, data, portOffset, parts, more, otlpEndpoint);
    }

    public StackOptions withOtlpEndpoint(String endpoint) {
        return new StackOptions(checkout, data, portOffset, parts, settings, endpoint);
    }

    StackFolder folder() {
        return new StackFolder(data);
    }

    int port(Port port) {
        return port.at(portOffset);
    }

    /** Loopback only: a local stack is nobody else's business. */
    String address(Port port) {
        return "127.0.0.1:" + port(port);
    }
}
