package io.postern.delivery.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.delivery.api.Inside.Part;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stranger may have made of a mail. */
@Timeout(20)
class PartReaderTest {

    private final PartReader reader = new PartReader();

    @Test
    void plainMailIsOnePart() {
        assertThat(read("Subject: s\r\n\r\nHello.\r\n")).containsExactly(new Part("text/plain", "", "Hello.\r\n"));
        assertThat(reader.truncated()).isFalse();
    }

    @Test
    void attachedMailIsTakenApartToo() {
        assertThat(read("""
                        Content-Type: message/rfc822

                        Subject: inner

                        Inside.
                        """)).extracting(Part::text).containsExactly("Inside.\n");
    }

    @Test
    void nameOfAFileMayBeEncoded() {
        assertThat(read("""
                        Content-Type: application/pdf; name="=?utf-8?q?Caf=C3=A9=2Epdf?="
                        Content-Disposition: attachment

                        x
                        """)).containsExactly(new Part("application/pdf", "Caf\u00e9.pdf", ""));
    }

    @Test
    void unknownCharacterSetIsNoReasonToShowNothing() {
        assertThat(read("Content-Type: text/plain; charset=no-such\r\n\r\nCaf\u00e9"))
                .hasSize(1);
    }

    @Test
    void partsBeyondTheBoundAreLeftOut() {
        List<Part> parts = read("Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n".repeat(5000) + "--b--\r\n");
        assertThat(parts).hasSize(100);
        assertThat(reader.truncated()).isTrue();
    }

    @Test
    void nestingWithoutEndIsNotFollowed() {
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n".formatted(i, i));
        }
        read(mail.toString());
        assertThat(reader.truncated()).isTrue();
    }

    @Test
    void documentThatKeepsABrowserBusyIsReadAtOnce() {
        assertThat(read("Content-Type: text/html\r\n\r\n" + "<i><table>".repeat(6000) + "end"))
                .extracting(Part::text)
                .containsExactly("end");
    }

    @Test
    void whatIsCommentedOutOrDeclaredIsNotShown() {
        assertThat(read("Content-Type: text/html\r\n\r\n<!doctype html><!-- <b>no</b> --><p>yes</p><?no no?>"))
                .extracting(Part::text)
                .containsExactly("yes");
    }

    @Test
    void scriptWithoutAnEndTakesTheRestWithIt() {
        assertThat(read("Content-Type: text/html\r\n\r\n<p>yes</p><script>alert('no')"))
                .extracting(Part::text)
                .containsExactly("yes");
    }

    private List<Part> read(String mail) {
        return reader.read(mail.getBytes(ISO_8859_1));
    }
}
