package io.postern.local.traces;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Spans of OpenTelemetry as Zipkin's JSON, version 2, by the rules that OpenTelemetry has for it. */
final class ZipkinSpans {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String SERVICE = "service.name";

    private ZipkinSpans() {}

    /** A list of spans, in UTF-8. */
    static byte[] of(ExportTraceServiceRequest request) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartArray();
            for (ResourceSpans resource : request.getResourceSpansList()) {
                String service = service(resource.getResource().getAttributesList());
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    for (Span span : scope.getSpansList()) {
                        write(json, service, span);
                    }
                }
            }
            json.writeEndArray();
        }
        return bytes.toByteArray();
    }

    private static String service(List<KeyValue> resource) {
        return resource.stream()
                .filter(attribute -> attribute.getKey().equals(SERVICE))
                .map(attribute -> text(attribute.getValue()))
                .findFirst()
                .orElse("unknown");
    }

    private static void write(JsonGenerator json, String service, Span span) throws IOException {
        json.writeStartObject();
        json.writeStringField("traceId", hex(span.getTraceId()));
        json.writeStringField("id", hex(span.getSpanId()));
        if (!span.getParentSpanId().isEmpty()) {
            json.writeStringField("parentId", hex(span.getParentSpanId()));
        }
        json.writeStringField("name", span.getName());
        kind(json, span);
        long start = micros(span.getStartTimeUnixNano());
        json.writeNumberField("timestamp", start);
        // Zero is none for Zipkin.
        json.writeNumberField("duration", Math.max(1, micros(span.getEndTimeUnixNano()) - start));
        json.writeObjectFieldStart("localEndpoint");
        json.writeStringField("serviceName", service);
        json.writeEndObject();
        annotations(json, span);
        tags(json, span);
        json.writeEndObject();
    }

    private static void kind(JsonGenerator json, Span span) throws IOException {
        switch (span.getKind()) {
            case SPAN_KIND_SERVER -> json.writeStringField("kind", "SERVER");
            case SPAN_KIND_CLIENT -> json.writeStringField("kind", "CLIENT");
            case SPAN_KIND_PRODUCER -> json.writeStringField("kind", "PRODUCER");
            case SPAN_KIND_CONSUMER -> json.writeStringField("kind", "CONSUMER");
            case SPAN_KIND_INTERNAL, SPAN_KIND_UNSPECIFIED, UNRECOGNIZED -> {}
        }
    }

    private static void annotations(JsonGenerator json, Span span) throws IOException {
        json.writeArrayFieldStart("annotations");
        for (Span.Event event : span.getEventsList()) {
            json.writeStartObject();
            json.writeNumberField("timestamp", micros(event.getTimeUnixNano()));
            json.writeStringField("value", event.getName());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void tags(JsonGenerator json, Span span) throws IOException {
        json.writeObjectFieldStart("tags");
        for (KeyValue attribute : span.getAttributesList()) {
            json.writeStringField(attribute.getKey(), text(attribute.getValue()));
        }
        if (span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR) {
            // The tag is what makes Zipkin paint it red.
            String message = span.getStatus().getMessage();
            json.writeStringField("error", message.isEmpty() ? "true" : message);
        }
        int number = 1;
        for (Span.Link link : span.getLinksList()) {
            // Zipkin knows no links: the trace can be pasted into its search field.
            json.writeStringField("link." + number++, hex(link.getTraceId()));
        }
        json.writeEndObject();
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case INT_VALUE -> Long.toString(value.getIntValue());
            case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream()
                        .map(ZipkinSpans::text)
                        .collect(Collectors.joining(", "));
            default -> "";
        };
    }

    private static long micros(long nanos) {
        return nanos / 1_000;
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }
}
