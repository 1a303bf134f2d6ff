package io.postern.ingress.auth;

import static io.postern.ingress.auth.Desk.bytes;
import static io.postern.ingress.auth.Desk.told;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginMechanismTest {

    private static final String MALFORMED = "501 5.5.2 Error: malformed response";

    @TempDir
    Path folder;

    private SaslExchange server;

    @BeforeEach
    void open() {
        server = Desk.of(folder, Map.of(), Desk.line("alice@postern.test", "pencil"))
                .begin("LOGIN", "192.0.2.1");
    }

    @Test
    void asksForNameAndPassword() {
        assertThat(server.serverFirst()).isTrue();
        assertThat(says("")).isEqualTo("Username:");
        assertThat(says("Alice@postern.test")).isEqualTo("Password:");
        assertThat(says("pencil")).isEqualTo("as alice@postern.test");
    }

    @Test
    void takesTheNameWithTheCommand() {
        assertThat(says("alice@postern.test")).isEqualTo("Password:");
        assertThat(says("pencil")).isEqualTo("as alice@postern.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", ""})
    void wrongPasswordIsRefused(String password) {
        says("alice@postern.test");
        assertThat(says(password)).isEqualTo("535 5.7.8 Error: authentication failed");
    }

    @Test
    void emptyNameIsMalformed() {
        says("");
        assertThat(says("")).isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"al\0ice", "al\nice", "\0"})
    void nameWithControlCharactersIsMalformed(String name) {
        assertThat(says(name)).isEqualTo(MALFORMED);
    }

    @Test
    void passwordWithNulIsMalformed() {
        says("alice@postern.test");
        assertThat(says("pen\0cil")).isEqualTo(MALFORMED);
    }

    @Test
    void nothingIsLongerThanItMayBe() {
        says("alice@postern.test");
        assertThat(says("x".repeat(513))).isEqualTo(MALFORMED);
    }

    private String says(String response) {
        return told(server.respond(bytes(response)));
    }
}
