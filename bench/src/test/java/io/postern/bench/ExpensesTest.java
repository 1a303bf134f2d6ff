package io.postern.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpensesTest {

    @TempDir
    private Path folder;

    @Test
    void processesAreThoseOfTheFolderAndTheGenerator() throws IOException {
        Files.writeString(folder.resolve("kafka.pid"), ProcessHandle.current().pid() + "\nits start\n");

        assertThat(Expenses.of(folder).byProcess()).containsOnlyKeys("generator", "kafka");
    }

    @Test
    void whatIsSpentIsToldForEachQuestion() {
        Expenses before = new Expenses(Map.of("kafka", Duration.ofSeconds(1), "postgres", Duration.ofSeconds(1)));
        Expenses after = new Expenses(Map.of("kafka", Duration.ofSeconds(3), "postgres", Duration.ofSeconds(1)));

        assertThat(after.since(before, 1000)).isEqualTo("processor time a question: kafka 2.00 ms");
    }
}
