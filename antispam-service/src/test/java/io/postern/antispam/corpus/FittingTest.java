package io.postern.antispam.corpus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Runs the fitting where {@code bench/fit-spam} asks for it: it writes into the sources. */
class FittingTest {

    private static final String FOLDER = System.getProperty("postern.test.fit", "");

    @Test
    void scoresAreFitted() throws IOException {
        assumeTrue(!FOLDER.isEmpty(), "nobody asks for new scores with -Dpostern.test.fit");
        Fitting.main(FOLDER, "src/main/resources/scores.yaml");
    }
}
