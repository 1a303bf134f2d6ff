package io.postern.helm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are made and kept. {@code -Dpostern.test.regenerate} makes them anew. */
final class Golden {

    private static final Path FOLDER = Path.of("src", "test", "resources", "io", "postern", "helm");

    private Golden() {}

    static void assertSame(String name, String made) throws IOException {
        assertSame(FOLDER.resolve(name), made);
    }

    static void assertSame(Path file, String made) throws IOException {
        if (System.getProperty("postern.test.regenerate") != null) {
            Files.writeString(file, made, UTF_8);
        }
        assertThat(made)
                .as("%s is not what is made now; if that is meant, -Dpostern.test.regenerate makes it anew", file)
                .isEqualTo(Files.readString(file));
    }
}
