package io.postern.delivery.custody;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.MailReceived;
import io.postern.delivery.SampleMail;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static final SampleMail SAMPLE = SampleMail.of("M1", "alice@postern.test");
    private static final MailReceived MAIL = SAMPLE.approved().mail();

    @Test
    void mailIdAndTimeDoNotCount() {
        MailReceived again = SampleMail.of("M2", "alice@postern.test")
                .sameBytesAs(SAMPLE)
                .receivedAt(MAIL.receivedAt().plusSeconds(60))
                .approved()
                .mail();

        assertThat(Fingerprint.of(again, "alice@postern.test")).isEqualTo(Fingerprint.of(MAIL, "alice@postern.test"));
    }

    @Test
    void recipientAndBytesCount() {
        MailReceived other =
                SampleMail.of("M2", "alice@postern.test").approved().mail();

        assertThat(Fingerprint.of(MAIL, "alice@postern.test"))
                .hasSize(64)
                .isNotEqualTo(Fingerprint.of(MAIL, "bob@postern.test"))
                .isNotEqualTo(Fingerprint.of(other, "alice@postern.test"));
    }
}
