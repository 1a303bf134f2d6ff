package io.postern.check.mime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LargeMailTest {

    /**
     * It takes two; on a machine that has others to do it may take longer, and then the view is cut off at two. With {@code
     * -Dpostern.test.throughput} it may not.
     */
    @Test
    @Timeout(120)
    void twentyFiveMegabytesAreReadInSecondsAnd256Megabytes() throws IOException, InterruptedException {
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeMail.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(reader.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        assertThat(reader.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(reader.exitValue()).as(String.join("\n", lines)).isZero();
        System.out.println("25 MB, in ms: " + lines);
        List<String> read = lines.stream().filter(line -> line.endsWith("]")).toList();
        int most = System.getProperty("postern.test.throughput") == null ? 10_000 : 2_000;
        assertThat(read).hasSize(8).allMatch(line -> Integer.parseInt(line.split(" ", 3)[1]) < most);
    }
}
