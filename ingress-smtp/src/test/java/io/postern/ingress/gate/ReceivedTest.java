package io.postern.ingress.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.Envelope;
import io.postern.contract.Golden;
import io.postern.contract.Session;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceivedTest {

    @Test
    void singleRecipientIsNamed() {
        Envelope envelope = new Envelope("", List.of(new Envelope.Recipient("a@here.test")), false, false);
        assertThat(Received.of(Golden.SESSION, envelope, "M1", Golden.AT).value())
                .isEqualTo(
                        "from client.example ([203.0.113.7])\r\n\tby mx.postern.test (Postern) with ESMTPS id M1"
                                + "\r\n\tfor <a@here.test>\r\n\ttls TLS_AES_256_GCM_SHA384 (TLSv1.3);\r\n\tSun, 1 Mar 2026 10:15:30 +0000");
    }

    @Test
    void severalRecipientsDoNotSeeEachOther() {
        assertThat(Received.of(Golden.SESSION, Golden.ENVELOPE, "M1", Golden.AT).value())
                .doesNotContain("alice", "bob");
    }

    @Test
    void heloThatWouldForgeTheFieldIsNotRepeated() {
        Session forged = new Session(
                "s",
                "mx.test",
                "i",
                "mx",
                "203.0.113.7",
                1,
                Golden.AT,
                "bank.example([198.51.100.7])by(x",
                "ESMTP",
                null,
                null,
                false);
        assertThat(Received.of(forged, Golden.ENVELOPE, "M1", Golden.AT).value())
                .startsWith("from unknown ([203.0.113.7])");
    }
}
