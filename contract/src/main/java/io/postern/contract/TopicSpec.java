package io.postern.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * What a topic has to look like. The one list of topics is the resource {@code topics.json}; whoever creates topics
 * (the local stack, compose, the chart) reads it from there.
 *
 * @param name the topic
 * @param partitions how many partitions it is created with
 * @param durable whether a reply to an SMTP client rests on it: with a single broker such a topic must be flushed to
 *     disk before a record is acknowledged
 * @param config Kafka's own settings of the topic
 */
public record TopicSpec(String name, int partitions, boolean durable, Map<String, String> config) {

    public TopicSpec {
        config = Map.copyOf(config);
    }

    /** Every topic of Postern but the dead-letter topics. */
    public static List<TopicSpec> all() {
        try (InputStream json = TopicSpec.class.getResourceAsStream("topics.json")) {
            if (json == null) {
                throw new IllegalStateException("topics.json is missing from the contract");
            }
            return List.of(Json.read(json.readAllBytes(), TopicSpec[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The dead-letter topic of {@code service}: one partition, kept for a month. */
    public static TopicSpec dead(String service) {
        return new TopicSpec(Topics.dead(service), 1, false, Map.of("retention.ms", "2592000000"));
    }
}
