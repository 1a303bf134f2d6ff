package io.postern.antispam.url;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.postern.antispam.Letters;
import io.postern.antispam.letter.Letter;
import io.postern.antispam.rule.Lists;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whatever a link is made of, what lists are asked about is a name that can be asked about, and of a mail not more than allowed.
 *
 * <p>{@code mvn test} replays the inputs that were kept. To look for new ones see {@code MimeViewFuzzTest} of check-kit; here with
 * {@code -pl antispam-service -Dtest=DestinationsFuzzTest}.
 */
class DestinationsFuzzTest {

    private static final Lists LISTS = new Lists(Map.of("well-known", Set.of("google.com")));
    private static final int MOST = 3;
    private static final int LONGEST_NAME = 255;

    @FuzzTest(maxDuration = "5m")
    void linkLeadsToWhatCanBeAskedAbout(byte[] bytes) {
        String link = new String(bytes, UTF_8);
        Letter letter = Letters.html("<a href=\"" + link + "\">x</a> http://" + link);

        List<Destination> found = assertTimeout(Duration.ofSeconds(10), () -> Destinations.of(letter, LISTS, MOST));

        assertThat(found).hasSizeLessThanOrEqualTo(MOST).allSatisfy(to -> {
            assertThat(to.shown()).isNotEmpty().isNotEqualTo("google.com");
            assertThat(to.name().length()).isLessThanOrEqualTo((short) LONGEST_NAME);
        });
    }
}
