package io.postern.local;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A copy of some of the supervisor's own code as it is now, for a process that a later build shall not touch.
 *
 * @param folder where the copy is
 * @param types a class of each jar, or folder of classes, that is wanted
 */
record CodeCopy(Path folder, List<Class<?>> types) {

    void snapshot() throws IOException {
        Files.createDirectories(folder);
        for (Path code : code().toList()) {
            Folders.snapshot(code, folder.resolve(code.getFileName()));
        }
    }

    String classPath() {
        return code().map(code -> folder.resolve(code.getFileName()).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Stream<Path> code() {
        return types.stream()
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())));
    }
}
