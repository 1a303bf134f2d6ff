package io.postern.helm;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is rendered is what was reviewed. A change that is meant is taken over with {@code -Dpostern.test.regenerate} and
 * read in the diff.
 */
class GoldenTest {

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "sasl"})
    void whatIsRenderedIsWhatWasReviewed(String set) throws IOException {
        Golden.assertSame(set + ".yaml", withoutFiles(Chart.of(set).text()));
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
