package io.postern.av;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.check.Finding;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.PeerReply;
import io.postern.contract.Verdict.Reason;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens at the engine, and what the verdict says of it. */
@Timeout(20)
class OutcomesTest {

    static Stream<Arguments> misfortunes() {
        return Stream.of(
                Arguments.of(FakeClamd.SILENT, "time-out", true),
                Arguments.of(FakeClamd.FREEZES, "time-out", true),
                Arguments.of(FakeClamd.slow(2_000), "time-out", true),
                Arguments.of(FakeClamd.GARBAGE, "engine-error", true),
                Arguments.of(FakeClamd.BREAKS_OFF, "engine-error", true),
                Arguments.of(FakeClamd.UNKNOWN, "engine-error", true),
                Arguments.of(FakeClamd.says("stream: Can't allocate memory ERROR"), "engine-error", true),
                Arguments.of(FakeClamd.CLOSES, "engine-gone", true),
                Arguments.of(FakeClamd.SIZE_LIMIT, "too-large", false),
                Arguments.of(FakeClamd.says("stream: Heuristics.Encrypted.Zip FOUND"), "unscannable", false),
                Arguments.of(FakeClamd.says("stream: Heuristics.Encrypted.PDF FOUND"), "unscannable", false),
                Arguments.of(
                        FakeClamd.says("stream: Heuristics.Limits.Exceeded.MaxFiles FOUND"), "unscannable", false));
    }

    @ParameterizedTest
    @MethodSource("misfortunes")
    void misfortunesAreKeptApart(FakeClamd.Manner manner, String code, boolean error)
            throws IOException, InterruptedException {
        try (FakeClamd clamd = new FakeClamd(manner);
                Rig rig = Rig.probed("engines", clamd.address(), "deadline", "300ms", "parts.scan", "nothing")) {
            Finding finding = rig.scan(Rig.plain("x".repeat(20_000_000)));

            assertThat(finding.reasons()).hasSize(1);
            assertThat(finding.outcome()).isEqualTo(error ? Outcome.ERROR : Outcome.FAIL);
            assertThat(Rig.code(finding)).isEqualTo(code);
            assertThat(finding.reasons().getFirst().error()).isEqualTo(error);
            assertThat(finding.score()).isZero();
        }
    }

    @Test
    void refusedConnectionIsAnEngineThatIsGone() throws IOException, InterruptedException {
        FakeClamd clamd = new FakeClamd(FakeClamd.WELL);
        clamd.close();
        try (Rig rig = new Rig("engines", "127.0.0.1:1")) {
            assertThat(Rig.code(rig.scan(Rig.plain("hello")))).isEqualTo("engine-gone");
        }
    }

    @Test
    void cleanMailPassesAndSaysWhoLooked() throws IOException, InterruptedException {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.WELL);
                Rig rig = Rig.probed("engines", clamd.address())) {
            Finding finding = rig.scan(Rig.plain("hello"));

            assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
            assertThat(finding.reply()).isNull();
            assertThat(Rig.code(finding)).isEqualTo("clean");
            assertThat(finding.reasons().getFirst().detail())
                    .containsEntry("engine", clamd.address())
                    .containsEntry("version", "ClamAV 1.4.6/27500");
        }
    }

    @Test
    void virusIsNamed() throws IOException, InterruptedException {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.WELL);
                Rig rig = Rig.probed("engines", clamd.address())) {
            Finding finding = rig.scan(Rig.plain(FakeClamd.VIRUS));

            Reason reason = finding.reasons().getFirst();
            assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
            assertThat(finding.score()).isEqualTo(15);
            assertThat(reason.code()).isEqualTo("found");
            assertThat(reason.detail()).containsEntry("name", "Fake.Virus-1");
            assertThat(reason.reply())
                    .isEqualTo(new PeerReply(554, "5.7.1", "Message rejected: virus Fake.Virus-1 found"));
        }
    }

    @Test
    void virusInAPartIsFoundAlthoughTheMailLooksClean() throws IOException, InterruptedException {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.WELL);
                Rig rig = Rig.probed("engines", clamd.address(), "parts.scan", "all")) {
            String mail = Rig.attached("a.exe", ("MZ" + FakeClamd.VIRUS).getBytes(ISO_8859_1));

            assertThat(mail).doesNotContain(FakeClamd.VIRUS);
            assertThat(Rig.code(rig.scan(mail))).isEqualTo("found");
        }
    }

    @Test
    void textsAreUnpackedOnlyOfDoubtfulMailUnlessTheOperatorWantsMore() throws IOException, InterruptedException {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.WELL);
                Rig rig = Rig.probed("engines", clamd.address())) {
            String plain = Rig.attached("a.txt", ("text" + FakeClamd.VIRUS).getBytes(ISO_8859_1))
                    .replace("application/octet-stream", "text/plain");
            String doubtful = plain.replace("boundary=b1", "boundary=b0; boundary=b1");

            assertThat(Rig.code(rig.scan(plain))).isEqualTo("clean");
            assertThat(Rig.code(rig.scan(doubtful))).isEqualTo("found");
        }
    }

    @Test
    void partsAreNotScannedIfTheOperatorDoesNotWantIt() throws IOException, InterruptedException {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.WELL);
                Rig rig = Rig.probed("engines", clamd.address(), "parts.scan", "nothing")) {
            String mail = Rig.attached("a.exe", ("MZ" + FakeClamd.VIRUS).getBytes(ISO_8859_1));

            assertThat(rig.scan(mail).outcome()).isEqualTo(Outcome.PASS);
            assertThat(clamd.scans()).isEqualTo(1);
        }
    }

    @Test
    void mailTooLargeIsStillFoundByItsPart() throws IOException, InterruptedException {
        FakeClamd.Manner limited = stream -> {
            byte[] content = stream.read();
            if (content.length > 200_000) {
                stream.say("INSTREAM size limit exceeded. ERROR");
            } else {
                stream.say("stream: Fake.Virus-1 FOUND");
            }
        };
        try (FakeClamd clamd = new FakeClamd(limited);
                Rig rig = Rig.probed("engines", clamd.address())) {
            Finding finding = rig.scan(Rig.attached("a.exe", new byte[180_000]));

            assertThat(finding.reasons()).extracting(Reason::code).containsExactly("found", "too-large");
        }
    }

    @Test
    void moreThanIsUnpackedIsSaid() throws IOException, InterruptedException {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.WELL);
                Rig rig = Rig.probed("engines", clamd.address(), "parts.scan", "all", "parts.size", "1000")) {
            Finding finding = rig.scan(Rig.attached("a.exe", new byte[180_000]));

            assertThat(finding.reasons()).extracting(Reason::code).containsExactly("unscannable");
            assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
            assertThat(finding.score()).isZero();
        }
    }

    @Test
    void operatorSaysWhatIsUnscannable() throws IOException, InterruptedException {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.says("stream: Heuristics.OLE2.ContainsMacros FOUND"));
                Rig rig = Rig.probed("engines", clamd.address(), "unscannable", "Heuristics.OLE2.")) {
            assertThat(Rig.code(rig.scan(Rig.plain("hello")))).isEqualTo("unscannable");
        }
    }
}
