package io.postern.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What a span says of the record that it is about, by OpenTelemetry's conventions for messaging and Kafka. */
public final class Messaging {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
    private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");

    private Messaging() {}

    /** The span is about the sending of a record, or of several to one topic. */
    public static void sends(Span span, String topic) {
        about(span, topic, "send", "send");
    }

    /** Where what was sent lies now. */
    public static void sent(Span span, RecordMetadata metadata) {
        span.setAttribute(PARTITION, Integer.toString(metadata.partition()));
        if (metadata.hasOffset()) {
            span.setAttribute(OFFSET, metadata.offset());
        }
    }

    /** The span is about what is done with a record. */
    public static void processes(Span span, ConsumerRecord<?, ?> record, String group) {
        about(span, record.topic(), "process", "process");
        span.setAttribute(GROUP, group);
        span.setAttribute(PARTITION, Integer.toString(record.partition()));
        span.setAttribute(OFFSET, record.offset());
    }

    private static void about(Span span, String topic, String operation, String type) {
        span.setAttribute(SYSTEM, "kafka");
        span.setAttribute(DESTINATION, topic);
        span.setAttribute(OPERATION, operation);
        span.setAttribute(OPERATION_TYPE, type);
    }
}
