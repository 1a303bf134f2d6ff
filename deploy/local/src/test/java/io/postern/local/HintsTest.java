package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HintsTest {

    @TempDir
    Path temp;

    @Test
    void loginWorksAsItIsPasted() throws Exception {
        StackOptions options = options();
        options.folder().accounts().makeOnce();
        String password = options.folder().accounts().password(Accounts.ALICE).orElseThrow();
        assertThat(pasted(options))
                .containsSubsequence("--server", "127.0.0.1:2687", "--tls", "--auth", "PLAIN")
                .containsSubsequence("--auth-user", "alice@postern.test", "--auth-password", password);
    }

    @Test
    void clientOfTheBlockListComesFromItsAddress() throws Exception {
        assertThat(pasted(options()))
                .containsSubsequence("--server", "127.0.0.1:2625", "--local-interface", "127.0.0.2");
    }

    @Test
    void loginIsNotShownIfTheUsersAreTheOperators() throws Exception {
        StackOptions options = options();
        Files.writeString(
                options.folder().config().resolve("ingress-smtp.properties"),
                "postern.ingress.auth.user-file=/etc/people\n");
        assertThat(pasted(options))
                .containsSubsequence("--server", "127.0.0.1:2625")
                .doesNotContain("--auth");
    }

    /** What swaks is called with by the lines that say so. */
    private static List<String> pasted(StackOptions options) throws IOException {
        String lines = Hints.of(options)
                .lines()
                .filter(line -> line.matches(" +(swaks|--).*"))
                .collect(Collectors.joining("\n"));
        Process shell = new ProcessBuilder("sh", "-c", "swaks() { printf '%s\\n' \"$@\"; }\n" + lines)
                .redirectErrorStream(true)
                .start();
        return new String(shell.getInputStream().readAllBytes(), UTF_8).lines().toList();
    }

    /** A folder whose name a shell would take apart. */
    private StackOptions options() throws IOException {
        StackOptions options = StackOptions.of(Path.of("/checkout"), temp.resolve("Bob's data"))
                .withPortOffset(100);
        options.folder().create();
        Files.createDirectory(options.folder().config());
        return options;
    }
}
