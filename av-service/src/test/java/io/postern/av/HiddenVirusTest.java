package io.postern.av;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mails that hide a test virus by one MIME trick each, and mails of people, from a pack of test data: next to the checkout,
 * or where {@code -Dpostern.test.pack} says.
 */
@Timeout(120)
class HiddenVirusTest {

    private static final Path PACK =
            Path.of(System.getProperty("postern.test.pack", "../../shared/testdata/pack.tar.xz"));

    /** The mail's trick, and how valid the mail is: 2 as it should be, 1 unusual, 0 malformed. */
    private static final Pattern TRICK = Pattern.compile("X-Payload-Id: (\\S+)\\s+valid\\((-?\\d+)\\)");

    @TempDir
    private Path folder;

    private RealClamd clamd;
    private Rig rig;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.exists(PACK), () -> "no test data at " + PACK);
        assumeTrue(RealClamd.installed(), "clamd is not installed");
        clamd = new RealClamd(folder, "30M");
        rig = Rig.probed("engines", clamd.address());
    }

    @AfterEach
    void stop() {
        if (clamd != null) {
            rig.close();
            clamd.close();
        }
    }

    @Test
    void trickDoesNotHideTheVirus() throws IOException, InterruptedException {
        TreeMap<String, Boolean> valid = new TreeMap<>();
        TreeMap<String, Boolean> malformed = new TreeMap<>();
        for (String mail : mails("/mime-noxxi-even/")) {
            Matcher trick = TRICK.matcher(mail);
            if (trick.find()) {
                boolean found = Rig.code(rig.scan(mail)).equals("found");
                (Integer.parseInt(trick.group(2)) >= 1 ? valid : malformed).put(trick.group(1), found);
            }
        }
        TreeSet<String> missed = new TreeSet<>();
        valid.forEach((trick, found) -> missed.addAll(found ? List.of() : List.of(trick)));
        malformed.forEach((trick, found) -> missed.addAll(found ? List.of() : List.of(trick)));

        assertThat(valid).hasSizeGreaterThan(40);
        assertThat(malformed).hasSizeGreaterThan(130);
        assertThat(missed)
                .containsExactlyInAnyOrder(
                        // What they have in them is cut off: there is no virus.
                        "multipart-basic-singlepart-binhex",
                        "multipart-basic-singlepart-binhex40",
                        // The digits of every octet are octets themselves.
                        "multipart-basic-singlepart-qph-basic-qp-H2=aH");
    }

    @Test
    void mailsOfPeopleAreClean() throws IOException, InterruptedException {
        List<String> mails = mails("/M-train-ham/");
        assertThat(mails).hasSizeGreaterThanOrEqualTo(1_000);
        for (String mail : mails) {
            assertThat(Rig.code(rig.scan(mail))).isEqualTo("clean");
        }
    }

    /** With line breaks as they come over SMTP. */
    private static List<String> mails(String folder) throws IOException {
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
