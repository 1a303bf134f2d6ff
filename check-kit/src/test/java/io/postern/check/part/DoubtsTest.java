package io.postern.check.part;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoubtsTest {

    private static final String BASE64 = Base64.getMimeEncoder()
            .encodeToString("nothing that anybody would mind, not at all, not even a bit"
                    .repeat(9)
                    .getBytes(ISO_8859_1));

    private static final String PLAIN = """
            From: a@client.example
            Subject: hello
            MIME-Version: 1.0
            Content-Type: multipart/mixed;
             boundary="b1"; charset=utf-8

            This is a multi-part message.
            --b1
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            see you at the=
             gate =3D soon
            --\s
            Me
            --b1
            Content-Type: application/octet-stream; name="a.bin"
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename="a.bin"

            """ + BASE64 + "\n--b1--\n";

    private static boolean doubtful(String mail) throws IOException, InterruptedException {
        try (Blob blob = Blob.of(
                new ByteArrayInputStream(mail.replaceAll("\\r?\\n", "\r\n").getBytes(ISO_8859_1)))) {
            return MailParts.appearance(blob).doubtful();
        }
    }

    @Test
    void plainMailIsNot() throws IOException, InterruptedException {
        assertThat(doubtful(PLAIN)).isFalse();
        assertThat(doubtful("Subject: x\n\nsee you\n-- \nMe\nTel: 1\n")).isFalse();
        assertThat(doubtful("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boundary=b1; boundary=b1",
                "boundary*=b1",
                "boundary*0=b; boundary*1=1",
                "boundary=(x)b1",
                "boundary=\" b1\"",
                "boundary=\"b\\1\"",
                "boundary=\"b\n 1\"",
                "boundary=b",
                "boundary=b11",
                "boundary=\"\"",
                "charset=utf-8",
                "bo\0undary=b1",
                "boundary=b1\nContent-Type: multipart/mixed; boundary=b2",
                "boundary=b1\nContent-Transfer-Encoding: base64",
                "boundary=b1\n \n"
            })
    void anythingElseAboutBoundariesIs(String parameter) throws IOException, InterruptedException {
        String mail = PLAIN.replace("boundary=\"b1\"; charset=utf-8", parameter);
        assertThat(mail).isNotEqualTo(PLAIN);
        assertThat(doubtful(mail)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Transfer-Encoding: base64\nContent-Transfer-Encoding: 7bit",
                "Content-Transfer-Encoding: base64 (really)",
                "Content-Transfer-Encoding: \"base64\"",
                "Content-Transfer-Encoding: x-uuencode",
                "Content-Transfer-Encoding:\n \n base64",
                "Content-Transfer-Encoding : base64",
                " Content-Transfer-Encoding: base64",
                "Content-Transfer-Encoding: 8bit",
                "X: y"
            })
    void anythingElseAboutEncodingsIs(String field) throws IOException, InterruptedException {
        String mail = PLAIN.replace("Content-Transfer-Encoding: base64", field);
        assertThat(mail).isNotEqualTo(PLAIN);
        assertThat(doubtful(mail)).isTrue();
    }

    @Test
    void bodyThatIsNotWhatItSaysIs() throws IOException, InterruptedException {
        String first = BASE64.substring(0, 8);
        for (String body : new String[] {
            "=" + first, first + "=", first + "!", first + "\n\n", "AB\n" + first, "--b1x\n" + first, "--b1\n" + first
        }) {
            assertThat(doubtful(PLAIN.replace(first, body))).as(body).isTrue();
        }
        assertThat(doubtful(PLAIN.replace("=3D", "=3"))).isTrue();
        assertThat(doubtful(PLAIN + "\n" + BASE64)).as("behind the end").isTrue();
        assertThat(doubtful("Subject: x\n\nbegin 644 a\n#0V%T\n`\nend\n")).isTrue();
    }
}
