package io.postern.check.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** A pack of test data: next to the checkout, or where {@code -Dpostern.test.pack} says. */
public final class TestPack {

    private static final Path PACK =
            Path.of(System.getProperty("postern.test.pack", "../../shared/testdata/pack.tar.xz"));

    /** For whoever skips a test. */
    public static final String MISSING = "no test data at " + PACK;

    private TestPack() {}

    public static boolean present() {
        return Files.exists(PACK);
    }

    /** The mails in a folder, with line breaks as they come over SMTP. */
    public static List<String> mails(String folder) throws IOException {
        List<String> mails = new ArrayList<>();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(PACK));
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile() && ("/" + entry.getName()).contains(folder)) {
                    mails.add(new String(tar.readAllBytes(), ISO_8859_1).replaceAll("\\r\\n|\\r|\\n", "\r\n"));
                }
            }
        }
        return mails;
    }
}
