package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** What the operator has set for a service, on top of its own defaults. */
record OperatorsFile(Path path, Properties settings) {

    /** As it is now; without settings if there is no such file, or if it cannot be read: the service says what is wrong. */
    static OperatorsFile of(String service, StackFolder folder) {
        Path path = folder.config().resolve(service + ".properties");
        Properties settings = new Properties();
        try (Reader reader = new InputStreamReader(Files.newInputStream(path), UTF_8)) {
            settings.load(reader);
        } catch (NoSuchFileException | IllegalArgumentException e) {
            settings.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new OperatorsFile(path, settings);
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Whether it sets the key, or elements of it if it is a list. */
    boolean sets(String key) {
        return settings.stringPropertyNames().stream().anyMatch(set -> set.equals(key) || set.startsWith(key + "["));
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(settings.getProperty(key));
    }
}
