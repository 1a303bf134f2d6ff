package io.postern.antispam.corpus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs the fitting where {@code bench/fit-spam} asks for it: it writes into the sources. */
class FittingTest {

    private static final String FOLDER = System.getProperty("postern.test.fit", "");

    @Test
    void scoresAreFitted() throws IOException {
        assumeTrue(!FOLDER.isEmpty(), "nobody asks for new scores with -Dpostern.test.fit");
        Corpus.Split split = Corpus.split(Corpus.spamAssassin(Path.of(FOLDER)), 0);
        Files.writeString(Path.of("src/main/resources/scores.yaml"), Fitting.on(split.others()));
    }
}
