package io.postern.check.mime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.postern.check.mime.MimeView.Flag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * Whatever a mail is made of, it is read, in time and within the limits.
 *
 * <p>{@code mvn test} replays the inputs that were kept beside {@code mime.dict}. To look for new ones, as long as wanted:
 *
 * <pre>JAZZER_FUZZ=1 mvn test -pl check-kit -am -Dquickly -Dtest=MimeViewFuzzTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Djazzer.max_duration=15m \
 *     "-DargLine=-XX:+EnableDynamicAgentLoading -Djazzer.instrumentation_includes=io.postern.**:org.apache.james.**"</pre>
 */
class MimeViewFuzzTest {

    private static final MimeLimits LIMITS = new MimeLimits(5, 20, 50, 2_000, 4_000, 50_000, 10, Duration.ofSeconds(5));

    @FuzzTest(maxDuration = "5m")
    @DictionaryFile(resourcePath = "mime.dict")
    void isReadWithinTheLimits(byte[] mail) throws IOException {
        MimeView view = MimeView.read(new ByteArrayInputStream(mail), LIMITS);
        assertThat(view.flags()).doesNotContain(Flag.TOO_SLOW);
        int characters = view.texts().stream()
                .mapToInt(text -> text.text().length() + text.hidden().length())
                .sum();
        // Twice, for a doubtful mail is read twice; an entity may stand for two characters, and blanks part words.
        assertThat(characters).isLessThanOrEqualTo(4 * LIMITS.textBytes());
        assertThat(view.attachments()).hasSizeLessThanOrEqualTo(2 * LIMITS.parts() + 2);
        assertThat(view.attachments()).allSatisfy(attachment -> {
            assertThat(attachment.names()).hasSizeLessThanOrEqualTo(20);
            assertThat(attachment.archive() == null
                            || attachment.archive().members().size() <= LIMITS.members())
                    .isTrue();
        });
        for (Text text : view.texts()) {
            assertThat(text.seams())
                    .allMatch(seam -> seam > 0 && seam < text.text().length());
        }
    }
}
