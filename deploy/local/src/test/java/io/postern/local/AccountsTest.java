package io.postern.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {

    @TempDir
    Path data;

    private Accounts accounts;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectory(data.resolve("config"));
        accounts = new StackFolder(data).accounts();
    }

    @Test
    void hashOfEveryUserIsThatOfHisPassword() throws IOException {
        accounts.makeOnce();
        assertFilesBelongTogether();
    }

    private void assertFilesBelongTogether() throws IOException {
        List<String> users = entries(accounts.users());
        assertThat(users).hasSize(2);
        assertThat(users.get(0)).startsWith("alice@postern.test:{SCRAM-SHA-256}15000,");
        assertThat(users.get(1)).startsWith("bob@postern.test:{SCRAM-SHA-256}15000,");
        for (String line : users) {
            int colon = line.indexOf(':');
            byte[] salt = Base64.getDecoder().decode(line.split(",", -1)[1]);
            String password = accounts.password(line.substring(0, colon)).orElseThrow();
            assertThat(line.substring(colon + 1)).isEqualTo(ScramSha256.hash(password, salt, 15_000));
        }
    }

    @Test
    void passwordsAreLongAndEasyToRead() throws IOException {
        accounts.makeOnce();
        assertThat(entries(accounts.credentials()))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(line -> line.matches("(alice|bob)@postern\\.test [a-km-np-zA-HJ-NP-Z2-9]{20}"));
    }

    @Test
    void nobodyButTheOwnerReadsThem() throws IOException {
        accounts.makeOnce();
        for (Path file : List.of(accounts.users(), accounts.credentials())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void usersOfTheOperatorStayAndGetNoCredentials() throws IOException {
        Files.writeString(accounts.users(), "carol@postern.test:{PLAIN}x\n");
        accounts.makeOnce();
        assertThat(accounts.users()).hasContent("carol@postern.test:{PLAIN}x\n");
        assertThat(accounts.credentials()).doesNotExist();
        assertThat(accounts.password(Accounts.ALICE)).isEmpty();
    }

    @Test
    void startThatWasCutOffBetweenTheFilesIsMadeGood() throws IOException {
        accounts.makeOnce();
        Files.delete(accounts.users());
        String lost = accounts.password(Accounts.ALICE).orElseThrow();
        accounts.makeOnce();
        assertThat(accounts.password(Accounts.ALICE).orElseThrow()).isNotEqualTo(lost);
        assertFilesBelongTogether();
    }

    private static List<String> entries(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }
}
