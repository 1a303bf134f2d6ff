package io.postern.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The chart with values.
 *
 * @param files value files of {@code ci}, without {@code -values.yaml}
 * @param settings as with {@code --set}
 */
record Chart(List<String> files, Map<String, String> settings) {

    static final Path FOLDER = Path.of("postern");

    /** The value sets of {@code ci}: everything that a person would write is in one of them. */
    static final List<String> SETS = List.of("minimal", "production", "sasl");

    private static final String KUBERNETES = "1.33.0";
    private static final String NAMESPACE = "mail";

    /** Helm shows no hooks to whoever asks for the objects, so they are rendered from a copy in which they are none. */
    private static final Path WITHOUT_HOOKS = withoutHooks();

    private static final Map<Chart, Objects> RENDERED = new ConcurrentHashMap<>();

    /** With a file of {@code ci}. */
    static Chart of(String set) {
        return new Chart(List.of(set), Map.of());
    }

    Chart with(String key, Object value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(key, value.toString());
        return new Chart(files, more);
    }

    Chart with(String file) {
        return new Chart(Stream.concat(files.stream(), Stream.of(file)).toList(), settings);
    }

    /** All objects, those of hooks among them. */
    Objects objects() {
        return RENDERED.computeIfAbsent(this, chart -> Objects.of(chart.text(WITHOUT_HOOKS)));
    }

    /** What {@code helm template} says, or why it refuses to. */
    String text() {
        return text(FOLDER);
    }

    /** What {@code helm template} says of a chart elsewhere: of a copy, or of a packed one. */
    String text(Path chart) {
        TemplateCommand command = new Helm(chart)
                .template()
                .withName("postern")
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES);
        paths().forEach(command::withValuesFile);
        settings.forEach(command::set);
        return command.call();
    }

    /** What a person is told after the installation. */
    String notes() {
        InstallCommand command = new Helm(FOLDER)
                .install()
                .withName("postern")
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES)
                .clientOnly()
                .dryRun();
        paths().forEach(command::withValuesFile);
        settings.forEach(command::set);
        String output = command.call().getOutput();
        return output.substring(output.indexOf("NOTES:"));
    }

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    private List<Path> paths() {
        return files.stream()
                .map(file -> FOLDER.resolve("ci").resolve(file + "-values.yaml"))
                .toList();
    }

    private static Path withoutHooks() {
        Path copy = copyTo(Path.of("target", "without-hooks"));
        try (Stream<Path> files = Files.walk(copy)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, Files.readString(file).replace("helm.sh/hook", "postern.test/hook"));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The chart with what its links lead to. */
    static Path copyTo(Path target) {
        try (Stream<Path> files = Files.walk(FOLDER, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(FOLDER.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
