package io.postern.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The processes of a stack whose supervisor was killed. */
final class Orphans {

    private static final Duration GRACE = Duration.ofSeconds(25);

    private Orphans() {}

    private record Orphan(Path file, KnownProcess process) {}

    /** Ends them, the youngest first, and forgets those that are gone. The lock shows that nobody watches them. */
    static void end(StackLock lock, Consumer<String> progress) {
        try (Stream<Path> files = Files.list(lock.folder().run())) {
            List<Orphan> orphans = files.filter(file -> file.toString().endsWith(".pid"))
                    .flatMap(file -> KnownProcess.read(file).map(process -> new Orphan(file, process)).stream())
                    .sorted(Comparator.comparing(
                                    (Orphan orphan) -> orphan.process().started())
                            .reversed())
                    .toList();
            for (Orphan orphan : orphans) {
                if (orphan.process().alive()) {
                    progress.accept("ending process %d, left behind (%s)"
                            .formatted(orphan.process().pid(), orphan.file().getFileName()));
                    orphan.process().end(Signal.TERM, GRACE);
                }
                Files.deleteIfExists(orphan.file());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
