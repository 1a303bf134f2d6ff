package io.postern.delivery.bounce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeaderSectionTest {

    @Test
    void endsWithTheFirstEmptyLine() {
        HeaderSection header = of("A: 1\r\nB: 2\r\n\r\nC: 3\r\n");
        assertThat(header.lines()).containsExactly("A: 1", "B: 2");
    }

    @Test
    void loneLineFeedsEndLinesToo() {
        assertThat(of("A: 1\nB: 2\n\nC: 3\n").lines()).containsExactly("A: 1", "B: 2");
    }

    @Test
    void namesAreFoundInAnyCaseAndValuesUnfolded() {
        HeaderSection header = of("content-TYPE: multipart/report;\r\n\treport-type=x\r\nContent-Type : b\r\n\r\n");
        assertThat(header.values("Content-Type")).containsExactly("multipart/report; report-type=x", "b");
        assertThat(header.names()).containsExactly("content-type", "content-type");
    }

    @Test
    void headerWithoutBodyMayLackItsLastLineEnd() {
        assertThat(of("A: 1\r\nB: 2").lines()).containsExactly("A: 1", "B: 2");
    }

    @Test
    void mailWithoutHeaderHasNone() {
        assertThat(of("\r\nHello\r\n").lines()).isEmpty();
        assertThat(of("").lines()).isEmpty();
    }

    @Test
    void octetsStayAsTheyAre() {
        byte[] octets = {'A', ':', ' ', (byte) 0xE4, (byte) 0xFF, '\n'};
        assertThat(HeaderSection.of(octets).lines().get(0).getBytes(ISO_8859_1))
                .containsExactly('A', ':', ' ', 0xE4, 0xFF);
    }

    @Test
    void ofAHeaderWithoutEndOnlyWholeLinesOfTheFirst64KAreKept() throws IOException {
        byte[] line = ("X: " + "y".repeat(95) + "\r\n").getBytes(ISO_8859_1);
        AtomicLong asked = new AtomicLong();
        HeaderSection header = HeaderSection.of(out -> {
            for (int i = 0; i < 1_000_000; i++) {
                out.write(line);
                asked.addAndGet(line.length);
            }
        });
        assertThat(header.lines()).hasSize(655).allMatch(kept -> kept.length() == 98);
        assertThat(asked.get()).isLessThanOrEqualTo(64 * 1024);
    }

    @Test
    void bodyIsNotAskedFor() throws IOException {
        HeaderSection header = HeaderSection.of(out -> {
            out.write("A: 1\r\n\r\n".getBytes(ISO_8859_1));
            throw new AssertionError("the body was asked for");
        });
        assertThat(header.lines()).containsExactly("A: 1");
    }

    @Test
    void contentThatCannotBeReadFails() {
        assertThatThrownBy(() -> HeaderSection.of(out -> {
                    throw new IOException("gone");
                }))
                .hasMessage("gone");
    }

    private static HeaderSection of(String mail) {
        return HeaderSection.of(mail.getBytes(ISO_8859_1));
    }
}
