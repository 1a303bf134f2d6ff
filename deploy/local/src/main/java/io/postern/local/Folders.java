package io.postern.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole folders. */
final class Folders {

    private Folders() {}

    /** Deletes the folder and all that is in it, if it exists. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    /** Makes {@code copy} what {@code folder} is now, with hard links if both are on one file system. */
    static void snapshot(Path folder, Path copy) throws IOException {
        delete(copy);
        List<Path> parentsFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            parentsFirst = all.toList();
        }
        for (Path path : parentsFirst) {
            Path target = copy.resolve(folder.relativize(path));
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                link(path, target);
            }
        }
    }

    private static void link(Path file, Path link) throws IOException {
        try {
            Files.createLink(link, file);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(file, link, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
