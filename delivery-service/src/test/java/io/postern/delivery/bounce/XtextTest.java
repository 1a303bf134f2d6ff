package io.postern.delivery.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3461 section 4, RFC 6533 section 3. */
class XtextTest {

    @ParameterizedTest
    @CsvSource({
        "bob@example.org, bob@example.org",
        "bob+2Bnews@example.org, bob+news@example.org",
        "QQ+3D314159, QQ=314159",
        "'+22a+20b+22@example.org', '\"a b\"@example.org'",
        "b+C3+BCro@example.org, büro@example.org",
        "trailing+2, trailing+2",
        "no+xxtext, no+xxtext",
        "trailing+, trailing+",
        "büro@example.org, büro@example.org"
    })
    void decodes(String xtext, String text) {
        assertThat(Xtext.decode(xtext)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "b\\x{FC}ro@example.org, büro@example.org",
        "\\x{1F4EC}@x, 📬@x",
        "\\x{110000}, \\x{110000}",
        "$1\\x{24}, $1$"
    })
    void embeddedCharactersComeOut(String address, String plain) {
        assertThat(Xtext.unembed(address)).isEqualTo(plain);
    }
}
