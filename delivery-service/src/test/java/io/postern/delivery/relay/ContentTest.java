package io.postern.delivery.relay;

import static io.postern.delivery.relay.TestRelay.message;
import static io.postern.delivery.relay.TestRelay.to;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.postern.delivery.relay.smtp.FakeSmtp;
import io.postern.delivery.relay.smtp.Message;
import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Outcome.Deferred;
import io.postern.delivery.relay.smtp.Outcome.Delivered;
import io.postern.delivery.relay.smtp.Outcome.Refused;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that ends lines and data by CRLF alone gets each mail as it is, byte for byte, however it is sent. */
@Timeout(60)
class ContentTest {

    private final FakeSmtp peer = new FakeSmtp();
    private final TestRelay relay = new TestRelay();

    @AfterEach
    void close() throws IOException {
        relay.close();
        peer.close();
    }

    static Stream<Arguments> contents() {
        List<String> asTheyAre = List.of(
                "",
                "\r\n",
                "Subject: a\r\n\r\n.\r\n..\r\n.a\r\n",
                ".\r\n",
                "a\0b\0\r\n",
                "\u00e9\u00ff\u0080\r\n",
                "x".repeat(100_000) + "\r\n",
                ("x".repeat(998) + "\r\n").repeat(300),
                ".\r\n".repeat(100_000),
                "..a\r\n".repeat(200_000));
        List<List<String>> repaired = List.of(
                List.of("no end", "no end\r\n"),
                List.of("a\n.\nb\r.\rc\r\n", "a\r\n.\r\nb\r\n.\r\nc\r\n"),
                List.of("a\n.\r\nMAIL FROM:<x@y>\r\n", "a\r\n.\r\nMAIL FROM:<x@y>\r\n"),
                List.of("a\r", "a\r\n"),
                List.of("\n".repeat(300_000), "\r\n".repeat(300_000)));
        return Stream.of("PIPELINING", "DSN", "CHUNKING PIPELINING", "CHUNKING")
                .flatMap(offers -> Stream.concat(
                        asTheyAre.stream().map(content -> arguments(offers, content, content)),
                        repaired.stream().map(row -> arguments(offers, row.get(0), row.get(1)))));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void contentArrives(String offers, String content, String arrives) {
        peer.offerOnly(offers.split(" ")).offer("8BITMIME");

        assertThat(relay.deliver(message(content), to(peer))).isInstanceOf(Delivered.class);
        assertThat(peer.taken()).hasSize(1);
        // Not by isEqualTo, which would print it all.
        assertThat(peer.taken().getFirst().text().equals(arrives)).isTrue();
        assertThat(peer.heard("BDAT").isEmpty()).isEqualTo(!offers.contains("CHUNKING"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING", "CHUNKING"})
    void whateverIsInAMailItIsOneMail(String offers) {
        peer.offerOnly(offers, "8BITMIME");
        Random random = new Random(5);
        for (int i = 1; i <= 300; i++) {
            StringBuilder content = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                content.append("\r\n..a\0\u00e9".charAt(random.nextInt(7)));
            }
            content.append("\nMAIL FROM:<forged@example>\nRCPT TO:<victim@example>\nDATA\n");

            assertThat(relay.deliver(message(content.toString()), to(peer))).isInstanceOf(Delivered.class);
            assertThat(peer.taken()).hasSize(i);
        }
        assertThat(peer.heard("RCPT")).containsOnly("RCPT TO:<to@peer.example>");
    }

    @Test
    void contentInSmallPiecesArrives() {
        byte[] content = "Subject: a\r\n\r\n.\nb\r.c".getBytes(ISO_8859_1);
        Message mail = new Message("a@b.example", content.length, out -> {
            for (byte b : content) {
                out.write(b);
                out.flush();
            }
            out.close();
        });

        assertThat(relay.deliver(mail, to(peer))).isInstanceOf(Delivered.class);
        assertThat(peer.taken().getFirst().text()).isEqualTo("Subject: a\r\n\r\n.\r\nb\r\n.c\r\n");
    }

    @Test
    void largeMailGoesInChunksThatAreAnswered() {
        peer.offer("CHUNKING");

        assertThat(relay.deliver(message("0123456789abcdef".repeat(64 * 1024)), to(peer)))
                .isInstanceOf(Delivered.class);
        assertThat(peer.heard("BDAT"))
                .containsExactly("BDAT 262144", "BDAT 262144", "BDAT 262144", "BDAT 262144", "BDAT 2 LAST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING", "DSN"})
    void chunkThatIsRefusedEndsTheMail(String offers) {
        peer.offerOnly("CHUNKING", offers).on("BDAT", "250 ok", "552 5.3.4 too much");

        Outcome outcome = relay.deliver(message("0123456789abcdef".repeat(200 * 1024)), to(peer));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(peer.taken()).isEmpty();
    }

    @Test
    void chunkAfterWhichTheServerClosesIsNoMail() {
        peer.offer("CHUNKING").on("BDAT", "250 ok", FakeSmtp.CLOSE);

        Outcome outcome = relay.deliver(message("0123456789abcdef".repeat(200 * 1024)), to(peer));

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(TestRelay.cause(outcome).uncertain()).isFalse();
    }

    @Test
    void lastChunkWithoutAnAnswerIsUncertain() {
        peer.offer("CHUNKING").on("END", FakeSmtp.CLOSE);

        assertThat(TestRelay.cause(relay.deliver(message(), to(peer))).uncertain())
                .isTrue();
    }
}
