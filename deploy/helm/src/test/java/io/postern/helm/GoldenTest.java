package io.postern.helm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is rendered is what was reviewed. A change that is meant is taken over with {@code -Dpostern.test.regenerate} and
 * read in the diff.
 */
class GoldenTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "io", "postern", "helm");

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "sasl"})
    void whatIsRenderedIsWhatWasReviewed(String set) throws IOException {
        Path golden = FOLDER.resolve(set + ".yaml");
        String rendered = withoutFiles(Chart.of(set).text());
        if (Regenerate.asked()) {
            Files.writeString(golden, rendered, UTF_8);
        }
        assertThat(rendered).isEqualTo(Files.readString(golden));
    }

    /** The samples and lists are somebody else's to review. */
    private static String withoutFiles(String rendered) {
        StringBuilder kept = new StringBuilder();
        boolean file = false;
        for (String line : rendered.lines().toList()) {
            if (line.matches("  [-.a-z]+\\.(yaml|txt): \\|")) {
                file = true;
                kept.append(line).append(" ...\n");
            } else if (!file || !(line.startsWith("    ") || line.isBlank())) {
                file = false;
                kept.append(line).append('\n');
            }
        }
        return kept.toString();
    }
}
