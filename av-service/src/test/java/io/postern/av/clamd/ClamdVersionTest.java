package io.postern.av.clamd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClamdVersionTest {

    @Test
    void engineAndSignatures() throws Gibberish {
        ClamdVersion version = ClamdVersion.of("ClamAV 1.4.6/27500/Tue Nov  3 09:30:00 2026");
        assertThat(version.engine()).isEqualTo("ClamAV 1.4.6");
        assertThat(version.signatures()).isEqualTo(27_500);
        assertThat(version.date())
                .isEqualTo(LocalDateTime.of(2026, 11, 3, 9, 30)
                        .atZone(ZoneId.systemDefault())
                        .toInstant());
    }

    @Test
    void onlySignaturesOfOnesOwn() throws Gibberish {
        assertThat(ClamdVersion.of("ClamAV 1.4.6")).isEqualTo(new ClamdVersion("ClamAV 1.4.6", null, null));
    }

    @Test
    void dateThatIsNoneIsUnknown() throws Gibberish {
        assertThat(ClamdVersion.of("ClamAV 1.4.6/27500/yesterday").date()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ClamAV", "ClamAV ", "PONG", "UNKNOWN COMMAND", "ClamAV 1.4.6/x/y", "ClamAV 1\n2"})
    void anythingElseIsNoVersion(String answer) {
        assertThatThrownBy(() -> ClamdVersion.of(answer)).isInstanceOf(Gibberish.class);
    }
}
