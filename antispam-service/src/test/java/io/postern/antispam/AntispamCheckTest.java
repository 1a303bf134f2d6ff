package io.postern.antispam;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.antispam.learned.Counts;
import io.postern.antispam.learned.Kind;
import io.postern.check.Finding;
import io.postern.check.Mail;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AntispamCheckTest {

    private static final String GTUBE =
            "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL" + "*C.34X";
    private static final String BAIT = """
            From: MR JOHN <x20481@gmail.com>
            Reply-To: other@yahoo.com
            Subject: YOUR FUND IS READY!!!
            Date: Wed, 4 Mar 2026 09:59:00 +0000
            Message-ID: <1@client.example>

            Dear friend, I am Mr John, barrister to the late Robert, who died and left US$7,500,000.00. Kindly reply with
            your full name and phone number, strictly confidential, for your percentage as next of kin. God bless you.
            """;

    private final Instance instance = new Instance();

    @BeforeEach
    void begin() {
        TestDatabase.empty();
    }

    private Finding check(String mail) throws Exception {
        return instance.check.check(Letters.mail(mail));
    }

    @Test
    void baitIsSpamAndEachRuleTellsItsScore() throws Exception {
        Finding finding = check(BAIT);
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.reasons()).extracting(Reason::code).contains("words-plea", "subject-shouting");
        assertThat(finding.reasons())
                .allSatisfy(reason -> assertThat(reason.score()).isNotZero());
        assertThat(finding.score()).isGreaterThanOrEqualTo(5);
        assertThat(finding.reply()).isNotNull();
    }

    @Test
    void aMailBetweenPeopleIsNot() throws Exception {
        Finding finding = check("""
                From: Carol <carol@client.example>
                To: alice@postern.test
                Subject: Lunch
                Date: Wed, 4 Mar 2026 09:59:00 +0000
                Message-ID: <1@client.example>

                See you at noon.
                """);
        assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
        assertThat(finding.reply()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain\n\n%s\n",
                "Content-Type: text/html\n\n<p>%s</p>\n",
                "Subject: %s\n\nx\n"
            })
    void theTestStringIsSpamBeyondDoubt(String mail) throws Exception {
        Finding finding = check(mail.formatted(GTUBE));
        assertThat(finding.score()).isGreaterThan(900);
        assertThat(finding.reasons()).extracting(Reason::code).contains("gtube");
    }

    @Test
    void whatWasTaughtCounts() throws Exception {
        for (int i = 0; i < 100; i++) {
            instance.shelf.learn(Letters.saying("Zebra zeppelins at zero cost, no" + i), Kind.SPAM, "carol");
            instance.shelf.learn(Letters.saying("The minutes of the bridge committee, no" + i), Kind.HAM, "carol");
        }
        instance.classifier.refresh();
        Finding finding = instance.check.check(mailOf("Zebra zeppelins at zero cost"));
        assertThat(finding.reasons()).extracting(Reason::code).contains("learned");
        assertThat(finding.score()).isBetween(3.0, 6.0);
        assertThat(instance.check
                        .check(mailOf("The minutes of the bridge committee"))
                        .score())
                .isNegative();
    }

    private static Mail mailOf(String text) {
        return Letters.mail(Letters.PLAIN + "\n" + text);
    }

    @ParameterizedTest
    @CsvSource({"1, 100, 4.75", "0.5, 100, -0.4", "0.5, 5000, -2", "0, 100, -6", "0, 5000, -6", "0.9, 5000, 0.76"})
    void theSurerAndTheMoreTaughtTheMoreItWeighs(double spam, int taught, double score) {
        assertThat(Leaning.score(
                        spam, new Counts(taught, taught), Instance.settings().learned()))
                .isCloseTo(score, org.assertj.core.api.Assertions.within(0.01));
    }

    @Test
    void anotherFileOfRulesIsInForceWithoutARestart(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("rules.yaml");
        Files.writeString(file, "limits: {spam: 100}");
        Instance own = new Instance("rules-file", file.toString(), "reload", "10ms");
        assertThat(own.check.check(Letters.mail(BAIT)).outcome()).isEqualTo(Outcome.PASS);
        RulesFile rules = new RulesFile(own.settings, own.meters);
        rules.open(new io.quarkus.runtime.StartupEvent());
        Files.writeString(file, "limits: {spam: 7}");
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            while (rules.inForce().limits().spam() != 7) {
                Thread.onSpinWait();
            }
        });
        rules.close();
    }
}
