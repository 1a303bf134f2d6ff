package io.postern.delivery.mailbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.postern.delivery.SampleMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaildirTest {

    private static final String ALICE = "alice@postern.test";

    @TempDir
    private Path root;

    private final SampleMail mail = SampleMail.of("M1", ALICE);

    @Test
    void fileIsHeadersThenContentByteForByte() throws IOException {
        byte[] odd = "Subject: x\r\n\r\n.dot\r\n\tfolded \u00ff\u0000\r\nno end".getBytes(ISO_8859_1);

        Path place = maildir().deliver(ALICE, file(mail.content(odd), ALICE), 1);

        byte[] head = """
                Return-Path: <sender@client.example>\r
                Received: from client.example\r
                \tby mx.postern.test; now\r
                X-Postern-Unchecked: av\r
                """.getBytes(UTF_8);
        byte[] written = Files.readAllBytes(root.resolve(place));
        assertThat(written).startsWith(head).endsWith(odd).hasSize(head.length + odd.length);
        assertThat(place).isEqualTo(Path.of("postern.test/alice/Maildir/new").resolve(place.getFileName()));
        assertThat(place.getFileName().toString()).endsWith(",S=" + written.length);
        assertThat(files("tmp")).isEmpty();
    }

    @Test
    void nullSenderIsAnEmptyReturnPath() throws IOException {
        SampleMail bounce = new SampleMail(
                "M1", "", mail.recipients(), mail.content(), mail.receivedAt(), mail.disposition(), 0, 0);

        Path place = maildir().deliver(ALICE, file(bounce, ALICE), 1);

        assertThat(Files.readString(root.resolve(place), ISO_8859_1)).startsWith("Return-Path: <>\r\n");
    }

    @Test
    void replayWritesNoSecondFile() throws IOException {
        Path first = maildir().deliver(ALICE, file(mail, ALICE), 1);

        assertThat(maildir().deliver(ALICE, file(mail, ALICE), 2)).isEqualTo(first);

        assertThat(files("new")).hasSize(1);
    }

    @Test
    void mailThatWasReadSinceIsNotDeliveredAgain() throws IOException {
        Path place = root.resolve(maildir().deliver(ALICE, file(mail, ALICE), 1));
        Files.move(place, folder("cur").resolve(place.getFileName() + ":2,FRS"));

        maildir().deliver(ALICE, file(mail, ALICE), 2);

        assertThat(files("new")).isEmpty();
        assertThat(files("cur")).hasSize(1);
    }

    @Test
    void eachRecipientHasItsOwnFile() {
        assertThat(file(mail, ALICE).name())
                .isNotEqualTo(file(mail, "bob@postern.test").name());
    }

    @Test
    void failureInTheMiddleLeavesNothingInNew() {
        MailFile failing = MailFile.of(mail.approved(), ALICE, out -> {
            out.write(mail.content(), 0, 5);
            throw new IOException("disk on fire");
        });

        assertThatIOException()
                .isThrownBy(() -> maildir().deliver(ALICE, failing, 1))
                .withMessage("disk on fire");

        assertThat(files("new")).isEmpty();
    }

    @Test
    void truncatedContentIsNotDelivered() {
        MailFile truncated = MailFile.of(mail.approved(), ALICE, out -> out.write(mail.content(), 0, 5));

        assertThatIOException().isThrownBy(() -> maildir().deliver(ALICE, truncated, 1));

        assertThat(files("new")).isEmpty();
    }

    @Test
    void leftoverOfACrashIsNoObstacle() throws IOException {
        Path place = root.resolve(maildir().deliver(ALICE, file(mail, ALICE), 1));
        Files.move(place, folder("tmp").resolve(place.getFileName() + ".1"));

        maildir().deliver(ALICE, file(mail, ALICE), 2);

        assertThat(files("new")).hasSize(1);
        assertThat(files("tmp")).hasSize(1);
    }

    @Test
    void strangeAddressWritesNothing() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> maildir().deliver("../../x@postern.test", file(mail, ALICE), 1));

        try (Stream<Path> written = Files.list(root)) {
            assertThat(written).isEmpty();
        }
    }

    @Test
    void mailboxIsForItsOwnerAlone() throws IOException {
        maildir().deliver(ALICE, file(mail, ALICE), 1);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder("new"))))
                .isEqualTo("rwx------");
    }

    private Maildir maildir() {
        return new Maildir(root);
    }

    private static MailFile file(SampleMail mail, String recipient) {
        return MailFile.of(mail.approved(), recipient, out -> out.write(mail.content()));
    }

    private Path folder(String name) {
        return root.resolve("postern.test/alice/Maildir").resolve(name);
    }

    private List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(folder(folder))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
