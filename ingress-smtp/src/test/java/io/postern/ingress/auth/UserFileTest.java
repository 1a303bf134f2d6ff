package io.postern.ingress.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.ingress.TestConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserFileTest {

    private static final String BCRYPT = "$2y$04$aDuvyuTJ52dRDammiPgkQOiLXlvTzmgQciRGl7FSo2Ra9MEwzUDLm";

    @TempDir
    Path folder;

    @Test
    void linesCommentsAndDovecotsFieldsAreRead() {
        Users users = file(
                        "# our people",
                        "",
                        Desk.line("Alice@Postern.test", "pencil"),
                        "bob:" + BCRYPT + ":1000:1000::/home/bob:/bin/false",
                        "  carol:{BLF-CRYPT}" + BCRYPT + ":::::::\r")
                .get();
        assertThat(users.size()).isEqualTo(3);
        assertThat(users.has("ALICE@postern.test")).isTrue();
        assertThat(users.matches("alice@postern.test", "pencil".toCharArray())).isTrue();
        assertThat(users.matches("Bob", "correct horse".toCharArray())).isTrue();
        assertThat(users.matches("carol", "correct horse".toCharArray())).isTrue();
        assertThat(users.matches("bob", "pencil".toCharArray())).isFalse();
    }

    @Test
    void nobodyHasTheStandInsPassword() {
        Users users = file(Desk.line("alice", "pencil")).get();
        assertThat(users.matches("mallory", "pencil".toCharArray())).isFalse();
        assertThat(Users.NONE.matches("mallory", "pencil".toCharArray())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "alice,                   not name:{SCHEME}hash",
                ":HASH,                   not a name of a user",
                "alice:s3cret,            neither {SCHEME}hash nor a crypt hash",
                "alice:{PLAIN}s3cret,     a password in clear is not taken",
                "alice:{LDAP}s3cret,      not a scheme that is known",
                "alice:HASH:::::::nopassword=s3cret,  extra fields are not understood",
                "BOB:HASH,                a second line for this user",
            })
    void badLineRefusesTheStartWithKeyFileLineAndReason(String line, String reason) {
        assertThatThrownBy(() -> file("# people", "bob:" + BCRYPT, line.replace("HASH", BCRYPT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "postern.ingress.auth.user-file: " + folder.resolve("users") + ": line 3: " + reason)
                .hasMessageNotContainingAny("s3cret", "aDuvy");
    }

    @Test
    void missingFileRefusesTheStart() {
        assertThatThrownBy(() -> new Desk(Map.of("user-file", "/nowhere/users")))
                .hasMessageContaining("postern.ingress.auth.user-file: /nowhere/users: cannot be read");
    }

    @Test
    void fileInAnotherEncodingRefusesTheStart() throws IOException {
        Files.write(folder.resolve("users"), new byte[] {'j', (byte) 0xfc, 'r', 'g', 'e', 'n'});
        assertThatThrownBy(() ->
                        new Desk(Map.of("user-file", folder.resolve("users").toString())))
                .hasMessageEndingWith("not in UTF-8");
    }

    @Test
    void changeTakesEffect() {
        UserFile file = file(Desk.line("alice", "pencil"));
        Desk.file(folder, Desk.line("alice", "crayon"), Desk.line("bob", "pencil"));
        try (Logged log = new Logged()) {
            file.look();
            file.look();
            assertThat(log.lines)
                    .singleElement()
                    .asString()
                    .startsWith("users adopted")
                    .endsWith("users=2");
        }
        assertThat(file.get().matches("alice", "pencil".toCharArray())).isFalse();
        assertThat(file.get().matches("bob", "pencil".toCharArray())).isTrue();
    }

    @Test
    void badChangeLeavesTheLastGoodOneInForceAndIsToldOnce() throws IOException {
        UserFile file = file(Desk.line("alice", "pencil"));
        try (Logged log = new Logged()) {
            Desk.file(folder, "alice:s3cret");
            file.look();
            file.look();
            Files.delete(folder.resolve("users"));
            file.look();
            file.look();
            assertThat(log.lines).hasSize(2).noneMatch(line -> line.contains("s3cret"));
            assertThat(log.lines.get(0)).contains("line 1: neither {SCHEME}hash");
        }
        assertThat(file.get().matches("alice", "pencil".toCharArray())).isTrue();
    }

    @Test
    void withoutAFileThereIsNobody() {
        UserFile file = new UserFile(TestConfig.with(Map.of()));
        file.look();
        assertThat(file.configured()).isFalse();
        assertThat(file.get().size()).isZero();
    }

    @Test
    void writtenLineIsRead() {
        String line = UserLine.of("Alice@postern.test", "gr\u00fcn & gut");
        assertThat(line).matches("Alice@postern\\.test:\\{SCRAM-SHA-256}15000,[^,]{24},[^,]{44},[^,]{44}");
        Users users = Users.parse(line);
        assertThat(users.matches("alice@postern.test", "gr\u00fcn & gut".toCharArray()))
                .isTrue();
        assertThat(UserLine.of("Alice@postern.test", "gr\u00fcn & gut")).isNotEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a:b", "#a", "a\nb"})
    void noLineIsWrittenThatCouldNotBeRead(String name) {
        assertThatThrownBy(() -> UserLine.of(name, "pencil")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noLineIsWrittenForAnEmptyPassword() {
        assertThatThrownBy(() -> UserLine.of("alice", "")).isInstanceOf(IllegalArgumentException.class);
    }

    private UserFile file(String... lines) {
        return Desk.of(folder, Map.of(), lines).users;
    }
}
