package io.postern.delivery.mailbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.postern.delivery.SampleMail;
import io.postern.delivery.relay.Dovecot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What lies in our Maildirs is what Dovecot's users see over IMAP. */
@Timeout(60)
class DovecotImapTest {

    private static final String ALICE = "alice@postern.test";
    private static final Quota QUOTA = new Quota(100_000, 3);

    private @Nullable Dovecot dovecot;
    private int mails;

    @BeforeEach
    void start() throws IOException {
        dovecot = Dovecot.start("imap", ALICE + ":{PLAIN}secret::::::\n", """
                disable_plaintext_auth = no
                mail_location = maildir:%1$s/mail/%%d/%%n/Maildir
                mail_plugins = quota
                protocol imap {
                  mail_plugins = quota imap_quota
                }
                service imap-login {
                  inet_listener imap {
                    address = 127.0.0.1
                    port = %2$d
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                """);
    }

    @AfterEach
    void stop() throws IOException {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    private Dovecot dovecot() {
        return requireNonNull(dovecot);
    }

    private Maildir maildir() {
        return new Maildir(dovecot().mail());
    }

    @Test
    void mailIsReadByteForByteInTheInboxAndInTheFolderOfItsTag() throws Exception {
        byte[] inbox = "Subject: one\r\n\r\n.dot\r\n\u00e9\t \r\n\r\n".getBytes(ISO_8859_1);
        byte[] tagged = "Subject: two\r\n\r\nno end of line".getBytes(ISO_8859_1);
        Path first = deliver("", inbox).place();
        Path second = deliver("lists", tagged).place();
        giveToDovecot();

        try (ImapClient imap = login()) {
            assertThat(imap.ask("LIST \"\" *")).contains("INBOX", "lists");
            assertThat(imap.ask("SELECT INBOX")).contains("* 1 EXISTS");
            assertThat(imap.mail(1)).isEqualTo(file(first)).endsWith(inbox);
            assertThat(imap.ask("SELECT lists")).contains("* 1 EXISTS");
            assertThat(imap.mail(1)).isEqualTo(file(second)).endsWith(tagged);
        }
    }

    @Test
    void replayOfAMailThatWasReadIsNoSecondOne() throws Exception {
        MailFile mail = mail("Subject: one\r\n\r\nHello.\r\n".getBytes(ISO_8859_1));
        Box box = new Box(ALICE, "", TagFolders.NONE, QUOTA);
        maildir().deliver(box, mail, 1);
        giveToDovecot();

        try (ImapClient imap = login()) {
            imap.ask("SELECT INBOX");
            imap.ask("STORE 1 +FLAGS (\\Seen)");
            maildir().deliver(box, mail, 2);
            assertThat(imap.ask("SELECT INBOX")).contains("* 1 EXISTS");
        }
    }

    @Test
    void quotaIsOneForBoth() throws Exception {
        for (int i = 0; i < 3; i++) {
            deliver("", new byte[1024]);
        }
        assertThatExceptionOfType(MailboxFull.class).isThrownBy(() -> deliver("", new byte[1024]));
        giveToDovecot();

        try (ImapClient imap = login()) {
            assertThat(imap.ask("GETQUOTAROOT INBOX")).contains("MESSAGE 3 3").containsPattern("STORAGE [34] 9[78]");
            imap.ask("SELECT INBOX");
            imap.ask("STORE 1 +FLAGS (\\Deleted)");
            imap.ask("EXPUNGE");
        }

        assertThat(deliver("", new byte[1024]).usage())
                .extracting(Usage::messages)
                .isEqualTo(3L);
    }

    private ImapClient login() throws IOException {
        ImapClient imap = new ImapClient(dovecot().port());
        imap.ask("LOGIN " + ALICE + " secret");
        return imap;
    }

    private Stored deliver(String tag, byte[] content) throws IOException, MailboxFull {
        return maildir().deliver(new Box(ALICE, tag, TagFolders.CREATE, QUOTA), mail(content), 1);
    }

    private MailFile mail(byte[] content) {
        SampleMail mail = SampleMail.of("M" + ++mails, ALICE).content(content);
        return MailFile.of(mail.approved(), ALICE, out -> out.write(content));
    }

    /** Dovecot reads a mail that it has moved to {@code cur}. */
    private byte[] file(Path place) throws IOException {
        Path cur = dovecot().mail().resolve(place).resolve("../../cur").normalize();
        try (Stream<Path> seen = Files.list(cur)) {
            return Files.readAllBytes(seen.findFirst().orElseThrow());
        }
    }

    /** Both work as one user elsewhere; here we are root, whom Dovecot lets read no mail. */
    private void giveToDovecot() throws IOException {
        Path mail = dovecot().mail();
        UserPrincipal owner =
                mail.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("mail");
        try (Stream<Path> files = Files.walk(mail)) {
            for (Path file : files.toList()) {
                Files.setOwner(file, owner);
            }
        }
    }
}
