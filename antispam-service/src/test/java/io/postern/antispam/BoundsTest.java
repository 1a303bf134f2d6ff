package io.postern.antispam;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.Verdict.Outcome;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No mail takes long, whatever is in it. */
class BoundsTest {

    private static final Duration LONG = Duration.ofSeconds(2);
    private static final int LARGE = 1_000_000;
    private static final String HEAD = "From: a@client.example\nTo: alice@postern.test\n";

    private final Instance instance = new Instance();

    private static Stream<Arguments> mails() {
        String html = HEAD + "Content-Type: text/html\n\n";
        return Stream.of(
                Arguments.of("one word", HEAD + "\n" + "a".repeat(LARGE)),
                Arguments.of("many words", HEAD + "\n" + "free money now ".repeat(LARGE / 15)),
                Arguments.of("single letters", HEAD + "\n" + "a ".repeat(LARGE / 2)),
                Arguments.of("sums of money", HEAD + "\n" + "$1,000,000 ".repeat(LARGE / 11)),
                Arguments.of("digits", HEAD + "\n" + "1,".repeat(LARGE / 2)),
                Arguments.of("beginnings of phrases", HEAD + "\n" + "click to be my your ".repeat(LARGE / 20)),
                Arguments.of("recipients", "To: " + "<a@b.example>, ".repeat(8_000) + "\n\nx"),
                Arguments.of("quotes in an address", "From: " + "\"".repeat(100_000) + "\n\nx"),
                Arguments.of("brackets in an address", "From: " + "<".repeat(100_000) + "\n\nx"),
                Arguments.of(
                        "dots in a domain",
                        "From: a@" + "a.".repeat(50_000) + "\nReply-To: b@" + "b.".repeat(50_000) + "\n\nx"),
                Arguments.of("blanks in a subject", "Subject: " + " x".repeat(60_000) + "\n\nx"),
                Arguments.of("comments in a date", "Date: " + "(".repeat(60_000) + ")".repeat(60_000) + "\n\nx"),
                Arguments.of("blanks in a date", "Date: " + " \t".repeat(60_000) + "\n\nx"),
                Arguments.of("encoded words", "Subject: " + "=?utf-8?q?a?= ".repeat(8_000) + "\n\nx"),
                Arguments.of("fields", "X-A: b\n".repeat(100_000) + "\nx"),
                Arguments.of("links", html + "<a href=http://a.example/>http://b.example/</a> ".repeat(20_000)),
                Arguments.of("long links", html + "<a href=http://" + "a.".repeat(400_000) + ">x</a>"),
                Arguments.of("open tags", html + "<i><table>".repeat(100_000)),
                Arguments.of("lines", HEAD + "\n" + ">\n".repeat(LARGE / 2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mails")
    void noMailTakesLong(String what, String mail) {
        Assertions.assertTimeoutPreemptively(
                LONG,
                () -> assertThat(instance.check.check(Letters.mail(mail)).outcome())
                        .isNotEqualTo(Outcome.ERROR));
    }

    @Test
    void aMailOf25MegabytesIsJudgedInTime() {
        byte[] bytes = new byte[18_000_000];
        new Random(1).nextBytes(bytes);
        String mail = HEAD
                + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHello\n"
                + "--b\nContent-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: base64\n\n"
                + Base64.getMimeEncoder().encodeToString(bytes)
                + "\n--b--\n";
        assertThat(mail.length()).isGreaterThan(24_000_000);
        Assertions.assertTimeoutPreemptively(
                LONG,
                () -> assertThat(instance.check.check(Letters.mail(mail)).reasons())
                        .isNotNull());
    }

    @Test
    void noiseIsAMailToo() throws Exception {
        Random random = new Random(2);
        for (int i = 0; i < 300; i++) {
            StringBuilder noise = new StringBuilder();
            String[] parts = {
                "From: ",
                "Subject: ",
                "\n",
                "<",
                ">",
                "\"",
                "=?",
                "?=",
                "@",
                ",",
                ":",
                "\u00e9",
                "\u200b",
                "\u0430",
                "$",
                "1",
                " ",
                "(",
                ")",
                "Content-Type: text/html\n",
                "\n\n",
                "<a href=",
                "http://",
                "--",
                "Date: ",
                ";",
                "%",
                "[",
                "]",
                "\ud835\udc05"
            };
            for (int k = 0; k < 200; k++) {
                noise.append(parts[random.nextInt(parts.length)]);
            }
            assertThat(instance.check.check(Letters.mail(noise.toString())).reasons())
                    .noneMatch(io.postern.contract.Verdict.Reason::error);
        }
    }
}
