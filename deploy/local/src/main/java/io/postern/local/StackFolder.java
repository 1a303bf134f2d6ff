package io.postern.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The one folder in which a stack keeps everything: {@code config} belongs to the operator, {@code mail} to the
 * recipients, {@code logs}, {@code kafka} and {@code postgres} to the parts, {@code run} to the processes that live now.
 */
record StackFolder(Path root) {

    Path config() {
        return root.resolve("config");
    }

    Path mail() {
        return root.resolve("mail");
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path run() {
        return root.resolve("run");
    }

    Path logs() {
        return root.resolve("logs");
    }

    LogFile log(String part) {
        return new LogFile(logs().resolve(part + ".log"));
    }

    /** Where the process of a part is written down. */
    Path process(String part) {
        return run().resolve(part + ".pid");
    }

    /** Makes the folders that are missing. Only the owner may look into {@code run}, which holds a password. */
    void create() {
        try {
            for (Path folder : new Path[] {root, mail(), logs(), run()}) {
                Files.createDirectories(folder);
            }
            OwnerOnly.restrict(run());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
