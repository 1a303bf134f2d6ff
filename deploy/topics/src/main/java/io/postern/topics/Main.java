package io.postern.topics;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** The job that stands before the services where Kafka is somebody else's. */
public final class Main {

    private Main() {}

    /** Ends with status 0 if the topics are there, 1 if Kafka did not answer or did not want them, 2 if it was told nonsense. */
    public static void main(String... ignored) {
        System.exit(run(System.getenv(), System.out, System.err));
    }

    static int run(Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            JobSettings settings = JobSettings.of(environment);
            KafkaTopics topics = new KafkaTopics(settings.replication(), settings.checks());
            tell(topics.ensure(settings.connection()), topics.all().size(), out);
            return 0;
        } catch (IllegalArgumentException e) {
            err.println("topics: " + e.getMessage());
            return 2;
        } catch (TopicsFailed e) {
            err.println("topics: " + e.getMessage());
            return 1;
        }
    }

    private static void tell(Outcome outcome, int all, PrintStream out) {
        tell("created", outcome.created(), out);
        tell("changed", outcome.changed(), out);
        outcome.differing().forEach(line -> out.println("topics: left as it is: " + line));
        out.println("topics: " + all + " are there");
    }

    private static void tell(String what, List<String> topics, PrintStream out) {
        topics.forEach(topic -> out.println("topics: " + what + " " + topic));
    }
}
