package io.postern.antispam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.postern.antispam.learned.Kind;
import io.postern.check.Finding;
import io.postern.check.Mail;
import io.postern.contract.Envelope;
import io.postern.contract.Envelope.Recipient;
import io.postern.contract.Golden;
import io.postern.contract.MailReceived;
import io.postern.contract.Verdict.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;

/**
 * Whatever a mail is made of, no rule throws, and it takes no time.
 *
 * <p>{@code mvn test} replays the inputs that were kept. To look for new ones see {@code MimeViewFuzzTest} of check-kit; here with
 * {@code -pl antispam-service -Dtest=AntispamFuzzTest}.
 */
class AntispamFuzzTest {

    private static final Envelope ENVELOPE =
            new Envelope("carol@client.example", List.of(new Recipient("alice@postern.test")), false, false);

    private static final Instance INSTANCE = new Instance("learned.least", "1");

    @BeforeAll
    static void teach() throws Exception {
        TestDatabase.empty();
        INSTANCE.shelf.learn(Letters.saying("Zebra zeppelins at zero cost"), Kind.SPAM, "carol");
        INSTANCE.shelf.learn(Letters.saying("The minutes of the bridge committee"), Kind.HAM, "carol");
        INSTANCE.classifier.refresh();
    }

    @FuzzTest(maxDuration = "5m")
    void isJudged(byte[] bytes) throws Exception {
        Mail mail = Mail.of(new MailReceived("m1", Golden.SESSION, ENVELOPE, 1, bytes.length, "", Letters.NOW), bytes);

        Finding finding = assertTimeout(Duration.ofSeconds(10), () -> INSTANCE.check.check(mail));

        assertThat(finding.reasons()).noneMatch(Reason::error);
        assertThat(Math.abs(finding.score())).isLessThan(2_000);
    }
}
