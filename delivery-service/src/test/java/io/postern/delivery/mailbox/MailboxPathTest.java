package io.postern.delivery.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxPathTest {

    private static final Path ROOT = Path.of("mail");

    @Test
    void addressBecomesDomainAndUserInLowerCase() {
        assertThat(MailboxPath.of(ROOT, "Alice.Smith+news@Postern.Test"))
                .isEqualTo(Path.of("mail/postern.test/alice.smith+news/Maildir"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "@postern.test",
                "alice@",
                "../../etc/cron.d@postern.test",
                "..@postern.test",
                ".@postern.test",
                ".hidden@postern.test",
                "a/b@postern.test",
                "a\\b@postern.test",
                "alice@..",
                "alice@../..",
                "alice@postern.test/..",
                "alice@/etc",
                "al\0ice@postern.test",
                "al\nice@postern.test",
                "alice@\0"
            })
    void strangeAddressHasNoFolder(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> MailboxPath.of(ROOT, address));
    }

    @Test
    void nameTooLongForAFileSystemHasNoFolder() {
        assertThatIllegalArgumentException().isThrownBy(() -> MailboxPath.of(ROOT, "é".repeat(128) + "@postern.test"));
    }

    @Test
    void quotedLocalPartIsOneFolder() {
        Path path = MailboxPath.of(ROOT, "\"a@b\"@postern.test");

        assertThat(path.normalize()).isEqualTo(path).startsWithRaw(ROOT);
        assertThat(path.getNameCount()).isEqualTo(4);
    }
}
