package io.postern.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.List;
import java.util.jar.JarEntry;

/**
 * Loads all of the supervisor's classes while its jar is what it was at the start. A build may replace it later, and a
 * supervisor that finds its classes gone can neither restart a part nor stop one.
 */
final class OwnClasses {

    private OwnClasses() {}

    /** Does nothing where the classes do not come from a jar. */
    static void load() {
        URL self = OwnClasses.class.getResource(OwnClasses.class.getSimpleName() + ".class");
        try {
            if (self == null || !(self.openConnection() instanceof JarURLConnection connection)) {
                return;
            }
            List<String> names = connection.getJarFile().stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith("io/postern/local/") && name.endsWith(".class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
            for (String name : names) {
                Class.forName(name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
