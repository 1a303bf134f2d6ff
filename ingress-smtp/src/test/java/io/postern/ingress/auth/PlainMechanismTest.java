package io.postern.ingress.auth;

import static io.postern.ingress.auth.Desk.bytes;
import static io.postern.ingress.auth.Desk.told;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainMechanismTest {

    private static final String MALFORMED = "501 5.5.2 Error: malformed response";
    private static final String WRONG = "535 5.7.8 Error: authentication failed";

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void open() {
        desk = Desk.of(
                folder,
                Map.of("failures-per-address", "1000"),
                Desk.line("tim", "tanstaaftanstaaf"),
                Desk.line("Kurt", "xipj3plmq"),
                Desk.line("j\u00fcrgen@postern.test", "gr\u00fcn"));
    }

    /** The examples of RFC 4616 section 4; nobody may act for another with us. */
    @Test
    void speaksAsInTheRfc() {
        assertThat(plain("\0tim\0tanstaaftanstaaf")).isEqualTo("as tim");
        assertThat(plain("Ursel\0Kurt\0xipj3plmq")).isEqualTo(WRONG);
        assertThat(plain("Kurt\0Kurt\0xipj3plmq")).isEqualTo("as kurt");
        assertThat(plain("kurt\0KURT\0xipj3plmq")).isEqualTo("as kurt");
    }

    @Test
    void serverWaitsForTheClient() {
        assertThat(desk.begin("PLAIN", "192.0.2.1").serverFirst()).isFalse();
    }

    @Test
    void namesAndPasswordsAreUtf8() {
        assertThat(plain("\0J\u00dcRGEN@postern.test\0gr\u00fcn")).isEqualTo("as j\u00fcrgen@postern.test");
        byte[] latin1 = "\0j\u00fcrgen@postern.test\0gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(told(desk.begin("PLAIN", "192.0.2.1").respond(latin1))).isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0tim\0wrong", "\0tim\0tanstaaftanstaaf ", "\0nobody\0tanstaaftanstaaf", "\0tim\0"})
    void wrongLoginIsRefused(String message) {
        assertThat(plain(message)).isEqualTo(WRONG);
        assertThat(desk.count("PLAIN", "failed")).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tim",
                "tim\0tanstaaftanstaaf",
                "\0tim\0tanstaaf\0tanstaaf",
                "\0\0tanstaaftanstaaf",
                "\0 \0tanstaaftanstaaf",
                "\0ti\nm\0tanstaaftanstaaf",
            })
    void malformedMessageIsRefused(String message) {
        assertThat(plain(message)).isEqualTo(MALFORMED);
        assertThat(desk.count("PLAIN", "malformed")).isOne();
    }

    @Test
    void nothingIsLongerThanItMayBe() {
        assertThat(plain("\0" + "x".repeat(255) + "\0" + "y".repeat(512))).isEqualTo(WRONG);
        assertThat(plain("\0" + "x".repeat(256) + "\0y")).isEqualTo(MALFORMED);
        assertThat(plain("\0x\0" + "y".repeat(513))).isEqualTo(MALFORMED);
        assertThat(plain("x".repeat(100_000))).isEqualTo(MALFORMED);
    }

    private String plain(String message) {
        return told(desk.begin("PLAIN", "192.0.2.1").respond(bytes(message)));
    }
}
