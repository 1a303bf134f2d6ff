package io.postern.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.check.Finding;
import io.postern.check.Mail;
import io.postern.check.conformance.TestPack;
import io.postern.contract.Golden;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sample lists against mails that hide a test file by one MIME trick each, and mails of people, from a pack of test data. */
@Timeout(120)
class HiddenContentTest {

    private static final Path SAMPLES = Path.of("../deploy/samples/lists/content");
    private static final Pattern TRICK = Pattern.compile("X-Payload-Id: (\\S+)\\s+valid\\((-?\\d+)\\)");

    /** Part of the string, which alone no scanner takes for it. */
    private static final String MARK =
            "entries:\n  - { id: mark, phrases: STANDARD-ANTIVIRUS-TEST-FILE, match: substrings }\n";

    @TempDir
    private Path folder;

    private ContentCheck check;

    @BeforeEach
    void samplesAndAMark() throws IOException {
        assumeTrue(TestPack.present(), TestPack.MISSING);
        for (String sample : List.of("phrases.txt", "attachments.yaml", "odd.yaml", "scam.yaml")) {
            Files.copy(SAMPLES.resolve(sample), folder.resolve(sample));
        }
        Files.writeString(folder.resolve("mark.yaml"), MARK);
        check = new ContentCheck(Lists.folder(folder));
    }

    @Test
    void trickIsNoticed() throws IOException, InterruptedException {
        int tricks = 0;
        int found = 0;
        Set<String> missed = new TreeSet<>();
        for (String mail : TestPack.mails("/mime-noxxi-even/")) {
            Matcher trick = TRICK.matcher(mail);
            if (trick.find()) {
                tricks++;
                Finding finding = check(mail);
                found += finding.outcome() == Outcome.FAIL ? 1 : 0;
                if (finding.reasons().isEmpty()) {
                    missed.add(trick.group(1));
                }
            }
        }
        System.out.printf("tricks: %d, content found: %d, not noticed: %s%n", tricks, found, missed);
        assertThat(tricks).isGreaterThan(180);
        assertThat(missed).hasSizeLessThanOrEqualTo(tricks / 10);
    }

    @Test
    void mailsOfPeopleAreNotRejected() throws IOException, InterruptedException {
        List<String> mails = TestPack.mails("/M-train-ham/");
        assertThat(mails).hasSizeGreaterThanOrEqualTo(1_000);
        int scored = 0;
        double highest = 0;
        Set<String> failed = new TreeSet<>();
        for (String mail : mails) {
            Finding finding = check(mail);
            scored += finding.score() > 0 ? 1 : 0;
            highest = Math.max(highest, finding.score());
            if (finding.outcome() != Outcome.PASS) {
                failed.add(finding.reasons().stream()
                        .map(Reason::detail)
                        .map(Object::toString)
                        .collect(Collectors.joining()));
            }
        }
        System.out.printf("mails of people: %d, with a score: %d, highest: %.1f%n", mails.size(), scored, highest);
        assertThat(failed).isEmpty();
        assertThat(highest).as("what the sample policy tags for").isLessThan(5);
    }

    private Finding check(String mail) throws IOException, InterruptedException {
        return check.check(Mail.of(Golden.MAIL, mail.getBytes(ISO_8859_1)));
    }
}
