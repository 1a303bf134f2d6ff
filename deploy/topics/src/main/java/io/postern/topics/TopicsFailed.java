package io.postern.topics;

/** Kafka did not answer, or did not want the topics. */
public final class TopicsFailed extends RuntimeException {

    TopicsFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
