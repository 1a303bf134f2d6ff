package io.postern.delivery.bounce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** A pack of test data: next to the checkout, or where {@code -Dpostern.test.pack} says. */
final class TestPack {

    private static final Path PACK =
            Path.of(System.getProperty("postern.test.pack", "../../shared/testdata/pack.tar.xz"));

    /** For whoever skips a test. */
    static final String MISSING = "no test data at " + PACK;

    private TestPack() {}

    static boolean present() {
        return Files.exists(PACK);
    }

    /** The mails in a folder by their names, with line breaks as they come over SMTP. */
    static Map<String, String> mails(String folder) throws IOException {
        Map<String, String> mails = new TreeMap<>();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(PACK));
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName();
                if (entry.isFile() && ("/" + name).contains(folder) && name.endsWith(".eml")) {
                    String mail = new String(tar.readAllBytes(), ISO_8859_1).replaceAll("\\r\\n|\\r|\\n", "\r\n");
                    mails.put(name.substring(name.lastIndexOf('/') + 1), mail);
                }
            }
        }
        return mails;
    }
}
