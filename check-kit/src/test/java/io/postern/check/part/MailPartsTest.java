package io.postern.check.part;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailPartsTest {

    private static final PartLimits LIMITS = new PartLimits(20, 500, 10_000_000);

    /** Of every octet one, so that nothing is right by chance. */
    private static final String FILE =
            IntStream.range(0, 256).mapToObj(i -> String.valueOf((char) i)).collect(Collectors.joining());

    private static final String BASE64 = Base64.getMimeEncoder().encodeToString(FILE.getBytes(ISO_8859_1));

    private static List<String> pieces(String mail, PartLimits limits) throws IOException, InterruptedException {
        List<String> pieces = new ArrayList<>();
        try (Blob blob = Blob.of(new ByteArrayInputStream(mail.getBytes(ISO_8859_1)))) {
            boolean all = new MailParts(limits).read(blob, false, piece -> {
                try (InputStream bytes = piece.bytes().open()) {
                    return pieces.add(new String(bytes.readAllBytes(), ISO_8859_1));
                }
            });
            if (!all) {
                pieces.add("and more");
            }
        }
        return pieces;
    }

    private static List<String> pieces(String mail) throws IOException, InterruptedException {
        return pieces(mail, LIMITS);
    }

    private static String multipart(String type, String boundary, String part) {
        return "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: " + type + "\r\n\r\n--" + boundary
                + "\r\nContent-Type: text/plain\r\n\r\nhello\r\n--" + boundary + "\r\n" + part + "\r\n--" + boundary
                + "--\r\n";
    }

    private static String encoded(String body) {
        return "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body;
    }

    @Test
    void partIsGivenOnce() throws IOException, InterruptedException {
        assertThat(pieces(multipart("multipart/mixed; boundary=b", "b", encoded(BASE64))))
                .containsExactly(FILE);
    }

    @Test
    void textAsItIsLiesInTheMailAnyway() throws IOException, InterruptedException {
        assertThat(pieces("Subject: x\r\n\r\nsee you at the gate\r\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/mixed; boundary*0=foo; boundary*0=b; boundary*1=1",
                "multipart/mixed; boundary*=UTF-16''b%001%00",
                "multipart/mixed; boundary=(boundary=other)b2",
                "multipart/mixed; foo=\"bla;boundary=b1\"",
                "multipart/mixed; boundary\r\n =\r\n b1",
                "multipart/mixed; boundary=\\b1",
                "multipart/mixed; boundary=other\r\nContent-Type: multipart/mixed; boundary=b1",
                "multipart/mixed",
                "singlepart/mixed; boundary=b1",
                "message/global\r\n\r\nContent-Type: multipart/mixed; boundary=b1"
            })
    void boundaryNeedNotBeUnderstood(String type) throws IOException, InterruptedException {
        assertThat(pieces(multipart(type, "b1", encoded(BASE64)))).contains(FILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Transfer-Encoding:\r\n \r\n base64\r\n\r\n",
                " Content-Transfer-Encoding: base64\r\n\r\n",
                "Content-Transfer-Encoding : base64\r\n\r\n",
                "Content-Transfer-Encoding: quoted-printable,base64\r\n\r\n",
                "Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n\r\n",
                "Content-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: 7bit\r\n\r\n",
                "Content-Transfer-Encoding: nonsense\r\n\r\n",
                "Content-Type: x/y\r\n\r\n",
                "Content-Transfer-Encoding: base64\r\n"
            })
    void encodingNeedNotBeDeclared(String header) throws IOException, InterruptedException {
        assertThat(pieces(multipart("multipart/mixed; boundary=b", "b", header + BASE64)))
                .contains(FILE);
    }

    @Test
    void paddingMayBeAnywhere() throws IOException, InterruptedException {
        String half = Base64.getEncoder().encodeToString(FILE.substring(0, 127).getBytes(ISO_8859_1));
        String rest = Base64.getEncoder().encodeToString(FILE.substring(127).getBytes(ISO_8859_1));
        String quads =
                Base64.getEncoder().encodeToString(FILE.getBytes(ISO_8859_1)).replaceAll("(....)(?!$)", "$1=");
        for (String body : List.of(half + "\r\n" + rest, quads, "====" + BASE64)) {
            assertThat(pieces(multipart("multipart/mixed; boundary=b", "b", encoded(body))))
                    .contains(FILE);
        }
    }

    @Test
    void oddLinesAreReadInMoreThanOneWay() throws IOException, InterruptedException {
        String units = BASE64.replaceAll("\\s", "");
        for (String body : List.of(
                units.replaceAll("(.{5})", "$1*-,"),
                units.replaceAll("(.{4})", "$1XX\r\n"),
                "AB\r\n\r\n" + BASE64,
                "ABC=\r\n" + BASE64)) {
            assertThat(pieces(multipart("multipart/mixed; boundary=b", "b", encoded(body))))
                    .contains(FILE);
        }
    }

    @Test
    void quotedPrintableMayBeMalformed() throws IOException, InterruptedException {
        String octets = FILE.chars().mapToObj("=%02X"::formatted).collect(Collectors.joining());
        String header = "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
        for (String body : List.of(
                octets,
                octets.toLowerCase(Locale.ROOT),
                octets.replaceAll("(.{9})", "$1= \t\r\n"),
                octets.replaceAll("(.{9})", "=XX$1=\r\n"),
                octets.replaceAll("(.{9})", "=0a$1=\r\n"))) {
            assertThat(pieces(multipart("multipart/mixed; boundary=b", "b", header + body)))
                    .contains(FILE);
        }
    }

    @Test
    void otherEncodingsAreRead() throws IOException, InterruptedException {
        String uu = "begin 644 a.txt\r\n#0V%T\r\n#0V%T\r\n#0V%T\r\n#0V%T\r\n#0V%T\r\n#0V%T\r\n`\r\nend\r\n";
        assertThat(pieces("Subject: x\r\n\r\nhere it is\r\n\r\n" + uu)).contains("CatCatCatCatCatCat");
        StringBuilder yenc = new StringBuilder("=ybegin line=128 size=18 name=a\r\n");
        "CatCatCatCatCatCat".chars().forEach(c -> yenc.append((char) (c + 42)));
        assertThat(pieces("Subject: x\r\n\r\n" + yenc + "\r\n=yend size=18\r\n"))
                .contains("CatCatCatCatCatCat");
    }

    @Test
    void limitsAreKeptAndSaid() throws IOException, InterruptedException {
        String many = multipart("multipart/mixed; boundary=b", "b", encoded(BASE64))
                + IntStream.range(0, 50)
                        .mapToObj(i -> "--b\r\n"
                                + encoded(Base64.getEncoder()
                                        .encodeToString(("file number " + i + " of fifty").getBytes(ISO_8859_1)))
                                + "\r\n")
                        .collect(Collectors.joining());
        assertThat(pieces(many)).hasSize(51).doesNotContain("and more");
        assertThat(pieces(many, new PartLimits(20, 10, 10_000)))
                .hasSizeLessThanOrEqualTo(11)
                .contains("and more");
        assertThat(pieces(many, new PartLimits(20, 500, 300))).contains("and more");
    }

    @Test
    void takerSaysWhenHeHasEnough() throws IOException, InterruptedException {
        int[] taken = {0};
        String mail = multipart(
                "multipart/mixed; boundary=b", "b", encoded(BASE64) + "\r\n--b\r\n" + encoded("QUJD".repeat(20)));
        try (Blob blob = Blob.of(new ByteArrayInputStream(mail.getBytes(ISO_8859_1)))) {
            boolean all = new MailParts(LIMITS).read(blob, false, piece -> {
                taken[0]++;
                return false;
            });
            assertThat(all).isTrue();
            assertThat(taken[0]).isEqualTo(1);
        }
    }

    @Test
    void nestedBeyondTheLimitIsSaid() throws IOException, InterruptedException {
        StringBuilder mail = new StringBuilder("Subject: x\r\n");
        for (int i = 0; i < 30; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        assertThat(pieces(mail + encoded(BASE64))).contains(FILE, "and more");
    }
}
