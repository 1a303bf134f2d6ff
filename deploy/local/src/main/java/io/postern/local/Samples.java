package io.postern.local;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The sample configuration. It is copied once; from then on the folder is the operator's. */
final class Samples {

    static final List<String> FILES = List.of(
            "policy.yaml",
            "directory.yaml",
            "lists/content/phrases.txt",
            "ingress-smtp.properties",
            "content-service.properties",
            "delivery-service.properties");

    private Samples() {}

    /** Fills {@code config} with the samples, if it does not exist; it appears whole or not at all. */
    static void copyOnce(Path config) {
        if (Files.exists(config)) {
            return;
        }
        try {
            Path fresh = config.resolveSibling("config.new");
            for (String file : FILES) {
                Path target = fresh.resolve(file);
                Files.createDirectories(target.resolve("..").normalize());
                try (InputStream sample = open(file)) {
                    Files.copy(sample, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.move(fresh, config, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String file) throws IOException {
        InputStream sample = Samples.class.getResourceAsStream("/samples/" + file);
        if (sample == null) {
            throw new FileNotFoundException("sample " + file);
        }
        return sample;
    }
}
