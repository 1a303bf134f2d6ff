package io.postern.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.ContentChunk;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails that go over Kafka in pieces are put together as they were. */
@Order(11)
@ExtendWith(GatewayExtension.class)
class LargeMailTest {

    private static final int MEGABYTE = 1024 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {ContentChunk.MAX_BYTES - 1, ContentChunk.MAX_BYTES, ContentChunk.MAX_BYTES + 1, 20 * MEGABYTE})
    void contentOfAnySizeIsExact(int size, Gateway gateway) throws Exception {
        byte[] content = content(size);
        try (SmtpClient client = gateway.connect()) {
            SmtpReply reply = client.sendMail("large@elsewhere.example", List.of("carol@postern.test"), content);
            String id = reply.queuedAs().orElseThrow(() -> new AssertionError(reply));
            assertThat(gateway.awaitMail("carol", id).holds(content)).isTrue();
        }
    }

    private static byte[] content(int size) {
        byte[] noise = new byte[size];
        new Random(size).nextBytes(noise);
        byte[] text = Base64.getMimeEncoder().encode(noise);
        byte[] content = new byte[size];
        byte[] header = ("Subject: " + size + " bytes\r\nContent-Transfer-Encoding: base64\r\n\r\n").getBytes(US_ASCII);
        System.arraycopy(header, 0, content, 0, header.length);
        System.arraycopy(text, 0, content, header.length, size - header.length);
        // Whole lines only: a CR or LF cut off would be a bare one.
        content[size - 3] = '=';
        content[size - 2] = '\r';
        content[size - 1] = '\n';
        if (content[size - 4] == '\r') {
            content[size - 4] = '=';
        }
        return content;
    }
}
