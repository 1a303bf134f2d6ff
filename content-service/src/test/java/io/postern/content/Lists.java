package io.postern.content;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Makes checks out of lists. */
final class Lists {

    private Lists() {}

    static ListFolder folder(Path dir) {
        return new ListFolder(settings(dir), new SimpleMeterRegistry());
    }

    static ContentCheck check(String... phrases) {
        try {
            Path dir = Files.createTempDirectory("lists");
            Path file = Files.writeString(dir.resolve("phrases.txt"), String.join("\n", phrases));
            ContentCheck check = new ContentCheck(folder(dir));
            Files.delete(file);
            Files.delete(dir);
            return check;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContentSettings settings(Path dir) {
        return new ContentSettings() {
            @Override
            public Path listsDir() {
                return dir;
            }

            @Override
            public Duration reload() {
                return Duration.ofSeconds(1);
            }

            @Override
            public double score() {
                return 5;
            }
        };
    }
}
