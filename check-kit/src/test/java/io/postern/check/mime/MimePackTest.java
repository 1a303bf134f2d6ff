package io.postern.check.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.check.conformance.TestPack;
import io.postern.check.mime.MimeView.Flag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails of people and mails that programs stumbled over, from a pack of test data. */
@Timeout(120)
class MimePackTest {

    /** Mails of people that are written in some odd way, of 1,000. */
    private static final int AMBIGUOUS_HAM = 15;

    @BeforeEach
    void needsThePack() {
        assumeTrue(TestPack.present(), TestPack.MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mime-mime4j/", "/mime-mailparser-rs/", "/dsn-samples/", "/mime-noxxi-even/"})
    void mailIsReadInTime(String folder) throws IOException {
        List<String> mails = TestPack.mails(folder);
        assertThat(mails).hasSizeGreaterThan(100);
        for (String mail : mails) {
            assertThat(read(mail).flags()).doesNotContain(Flag.TOO_SLOW);
        }
    }

    @Test
    void mailsOfPeopleAreHardlyEverAmbiguous() throws IOException {
        int ambiguous = 0;
        for (String mail : TestPack.mails("/M-train-ham/")) {
            ambiguous += read(mail).ambiguous() ? 1 : 0;
        }
        assertThat(ambiguous).isLessThanOrEqualTo(AMBIGUOUS_HAM);
    }

    private static MimeView read(String mail) throws IOException {
        return MimeView.read(new ByteArrayInputStream(mail.getBytes(ISO_8859_1)));
    }
}
