package io.postern.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void nonsenseEndsWithTwoAndIsNamed() {
        assertThat(run(Map.of())).isEqualTo(2);
        assertThat(err.toString(UTF_8)).startsWith("topics: KAFKA_BOOTSTRAP_SERVERS: ");
    }

    @Test
    void clusterThatDoesNotAnswerEndsWithOne() {
        Map<String, String> nobody = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                "KAFKA_DEFAULT_API_TIMEOUT_MS", "1000",
                "KAFKA_REQUEST_TIMEOUT_MS", "1000");
        assertThat(run(nobody)).isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("topics: kafka did not take the topics: ");
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    private int run(Map<String, String> environment) {
        return Main.run(environment, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }
}
