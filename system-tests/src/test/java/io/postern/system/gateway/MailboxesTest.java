package io.postern.system.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxesTest {

    private static final String FRONT = "Return-Path: <a@b>\r\nReceived: from x\r\n\tby y id 01ID\r\n";
    private static final byte[] CONTENT = "Subject: s\r\n\r\nbody\r\n".getBytes(ISO_8859_1);

    @Test
    void mailIsFoundNewOrSeenWithItsId(@TempDir Path root) throws Exception {
        Path maildir = root.resolve(Mailboxes.DOMAIN).resolve("alice").resolve("Maildir");
        for (String part : new String[] {"new", "cur", "tmp"}) {
            Files.createDirectories(maildir.resolve(part));
            Files.writeString(
                    maildir.resolve(part).resolve("1." + part), FRONT + "Subject: s\r\n\r\n01XX\r\n", ISO_8859_1);
        }
        Mailboxes mailboxes = new Mailboxes(root);
        assertThat(mailboxes.of("alice")).extracting(DeliveredMail::name).containsExactly("1.new", "1.cur");
        assertThat(mailboxes.of("alice")).extracting(DeliveredMail::mailId).containsOnly("01ID");
        assertThat(mailboxes.of("bob")).isEmpty();
    }

    @Test
    void contentMustFollowWellFormedFieldsByteForByte() {
        assertThat(mail(FRONT).holds(CONTENT)).isTrue();
        assertThat(mail("").holds(CONTENT)).isFalse();
        assertThat(mail(FRONT + "no field\r\n").holds(CONTENT)).isFalse();
        assertThat(mail(FRONT + "Bare: x\n").holds(CONTENT)).isFalse();
        assertThat(mail(FRONT).holds("Subject: s\n\nbody\n".getBytes(ISO_8859_1)))
                .isFalse();
    }

    @Test
    void fieldsAreUnfolded() {
        assertThat(mail(FRONT).header("received")).contains("from x\tby y id 01ID");
        assertThat(mail(FRONT).addedTo(CONTENT)).hasSize(2);
        assertThat(mail(FRONT).header("X-Absent")).isEmpty();
    }

    private static DeliveredMail mail(String front) {
        return new DeliveredMail("1", (front + new String(CONTENT, ISO_8859_1)).getBytes(ISO_8859_1));
    }
}
