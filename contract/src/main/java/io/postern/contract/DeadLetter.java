package io.postern.contract;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Makes the dead letter of a record that {@code service} cannot process: key, value and headers as they were, the cause
 * and the origin in headers of their own.
 */
public final class DeadLetter {

    /** Class and message of what went wrong. */
    public static final String CAUSE = "dead-letter-cause";

    /** Where the record came from: topic, partition and offset with {@code /} between. */
    public static final String ORIGIN = "dead-letter-origin";

    private static final int MAX_CAUSE = 1000;

    private DeadLetter() {}

    public static ProducerRecord<String, byte[]> of(
            ConsumerRecord<String, byte[]> record, String service, Throwable cause) {
        ProducerRecord<String, byte[]> letter =
                new ProducerRecord<>(Topics.dead(service), null, record.key(), record.value(), record.headers());
        Headers headers = letter.headers();
        String text = cause.toString();
        WireHeaders.put(headers, CAUSE, text.length() > MAX_CAUSE ? text.substring(0, MAX_CAUSE) : text);
        WireHeaders.put(headers, ORIGIN, record.topic() + "/" + record.partition() + "/" + record.offset());
        return letter;
    }
}
