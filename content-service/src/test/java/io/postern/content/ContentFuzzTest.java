package io.postern.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.postern.check.Finding;
import io.postern.check.Mail;
import io.postern.contract.Envelope;
import io.postern.contract.Golden;
import io.postern.contract.MailReceived;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Whatever a mail is made of, the lists that come as samples are searched in no time, and what is found is told by its list.
 *
 * <p>{@code mvn test} replays the inputs that were kept. To look for new ones see {@code MimeViewFuzzTest} of check-kit; here with
 * {@code -pl content-service -Dtest=ContentFuzzTest}.
 */
class ContentFuzzTest {

    private static final Envelope ENVELOPE = new Envelope("carol@client.example", List.of(), false, false);

    private static final ContentCheck CHECK =
            new ContentCheck(Lists.folder(Path.of("../deploy/samples/lists/content")));

    @FuzzTest(maxDuration = "5m")
    void isSearched(byte[] bytes) throws Exception {
        Mail mail =
                Mail.of(new MailReceived("m1", Golden.SESSION, ENVELOPE, 1, bytes.length, "", Instant.EPOCH), bytes);

        Finding finding = assertTimeout(Duration.ofSeconds(10), () -> CHECK.check(mail));

        assertThat(finding.reasons())
                .hasSizeLessThanOrEqualTo(20)
                .allSatisfy(reason -> assertThat(reason.detail()).containsKeys("list", "entry", "part"));
    }
}
