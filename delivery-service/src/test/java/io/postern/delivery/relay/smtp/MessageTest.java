package io.postern.delivery.relay.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.delivery.SampleMail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MessageTest {

    @Test
    void headersThatWereDecidedUponStandInFront() throws IOException {
        SampleMail mail = SampleMail.of("M1", "to@peer.example").content("Subject: a\r\n\r\nb".getBytes(UTF_8));
        Message message = Message.of(mail.approved(), out -> out.write(mail.content()));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();

        message.content().writeTo(sent);

        assertThat(sent.toString(UTF_8))
                .isEqualTo("Received: from client.example\r\n\tby mx.postern.test; now\r\n"
                        + "X-Postern-Unchecked: av\r\nSubject: a\r\n\r\nb");
        assertThat(message.size()).isEqualTo(sent.size());
        assertThat(message.sender()).isEqualTo("sender@client.example");
        assertThat(message.eightBit()).isTrue();
        assertThat(message.smtpUtf8()).isFalse();
    }
}
