package io.postern.av;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.check.conformance.TestPack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mails that hide a test virus by one MIME trick each, and mails of people, from a pack of test data.
 */
@Timeout(120)
class HiddenVirusTest {

    /** The mail's trick, and how valid the mail is: 2 as it should be, 1 unusual, 0 malformed. */
    private static final Pattern TRICK = Pattern.compile("X-Payload-Id: (\\S+)\\s+valid\\((-?\\d+)\\)");

    @TempDir
    private Path folder;

    private RealClamd clamd;
    private Rig rig;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(TestPack.present(), TestPack.MISSING);
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
        for (String mail : TestPack.mails("/mime-noxxi-even/")) {
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
        List<String> mails = TestPack.mails("/M-train-ham/");
        assertThat(mails).hasSizeGreaterThanOrEqualTo(1_000);
        for (String mail : mails) {
            assertThat(Rig.code(rig.scan(mail))).isEqualTo("clean");
        }
    }
}
