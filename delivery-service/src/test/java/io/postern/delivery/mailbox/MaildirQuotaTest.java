package io.postern.delivery.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.postern.delivery.SampleMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaildirQuotaTest {

    private static final String ALICE = "alice@postern.test";

    @TempDir
    private Path root;

    private int mails;

    @Test
    void everyMailIsALine() throws Exception {
        Quota quota = new Quota(100_000, 10);

        long first = deliver(quota, 100).usage().bytes();
        Usage usage = deliver(quota, 200).usage();

        assertThat(usage.messages()).isEqualTo(2);
        assertThat(lines().getFirst()).isEqualTo("100000S,10C");
        assertThat(lines().subList(2, 4)).containsExactly(first + " 1", usage.bytes() - first + " 1");
        assertThat(usage.bytes()).isEqualTo(sizes());
    }

    @Test
    void mailboxWithoutQuotaIsNotCounted() throws Exception {
        assertThat(maildir().deliver(new Box(ALICE), file(100), 1).usage()).isNull();
        assertThat(box().resolve("maildirsize")).doesNotExist();
    }

    @Test
    void fullMailboxTakesNothingAndKeepsWhatItHas() throws Exception {
        Quota quota = new Quota(0, 1);
        deliver(quota, 100);

        assertThatExceptionOfType(MailboxFull.class)
                .isThrownBy(() -> deliver(quota, 100))
                .satisfies(full -> assertThat(full.usage().messages()).isEqualTo(1));
        assertThat(files("new")).hasSize(1);
        assertThat(files("tmp")).isEmpty();
    }

    @Test
    void mailThatNoMailboxOfThatQuotaCanHoldIsToldFromOneThatComesTooLate() throws Exception {
        Quota quota = new Quota(1000, 0);

        assertThatExceptionOfType(MailboxFull.class)
                .isThrownBy(() -> deliver(quota, 2000))
                .satisfies(full -> assertThat(full.tooLarge()).isTrue());
        deliver(quota, 900);
        assertThatExceptionOfType(MailboxFull.class)
                .isThrownBy(() -> deliver(quota, 900))
                .satisfies(full -> assertThat(full.tooLarge()).isFalse());
    }

    @Test
    void replayIsNotCountedTwice() throws Exception {
        Quota quota = new Quota(100_000, 0);
        MailFile mail = file(100);
        Maildir maildir = maildir();
        maildir.deliver(new Box(ALICE, "", TagFolders.NONE, quota), mail, 1);

        maildir.deliver(new Box(ALICE, "", TagFolders.NONE, quota), mail, 2);

        assertThat(maildir.usage(ALICE, quota).messages()).isEqualTo(1);
    }

    @Test
    void whatCouldNotBeWrittenIsNotCounted() throws Exception {
        Quota quota = new Quota(100_000, 0);
        deliver(quota, 100);
        MailFile broken = MailFile.of(SampleMail.of("M9", ALICE).approved(), ALICE, out -> {
            throw new IOException("the database is away");
        });

        assertThatIOException()
                .isThrownBy(() -> maildir().deliver(new Box(ALICE, "", TagFolders.NONE, quota), broken, 1));

        assertThat(maildir().usage(ALICE, quota).messages()).isEqualTo(1);
    }

    @Test
    void roomThatAReaderMadeIsFoundBeforeAnybodyIsTurnedAway() throws Exception {
        Quota quota = new Quota(0, 1);
        Path first = root.resolve(deliver(quota, 100).place());
        Path seen = Files.move(first, box().resolve("cur").resolve(first.getFileName() + ":2,S"));
        assertThatExceptionOfType(MailboxFull.class).isThrownBy(() -> deliver(quota, 100));
        Files.setLastModifiedTime(
                box().resolve("maildirsize"), FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));

        Files.delete(seen);

        assertThat(deliver(quota, 100).usage().messages()).isEqualTo(1);
    }

    @Test
    void fileThatSaysNothingReliableIsMadeAnew() throws Exception {
        Quota quota = new Quota(100_000, 0);
        deliver(quota, 100);
        Files.createDirectories(box().resolve(".Archive/cur"));
        Files.writeString(box().resolve(".Archive/cur/17.M1.host,S=1000,W=1020:2,S"), "short");
        Files.writeString(box().resolve(".Archive/cur/without-a-size"), "12345");
        for (String text : List.of(
                "",
                "5S\n1 1\n",
                "100000S\nrubbish\n",
                "100000S\nm\u00fcll\n",
                "100000S\n-1 -1\n",
                "100000S\n" + "1 1\n".repeat(1300))) {
            Files.writeString(box().resolve("maildirsize"), text);

            Usage usage = maildir().usage(ALICE, quota);

            assertThat(usage).as(text).isEqualTo(new Usage(sizes() + 1005, 3));
        }
    }

    @Test
    void longFileOfALargeMailboxIsSummedUpWithoutCounting() throws Exception {
        Quota quota = new Quota(100_000_000, 0);
        deliver(quota, 100);
        Files.writeString(box().resolve("maildirsize"), "100000000S\n1000000 20000\n" + "10 1\n".repeat(1100));

        assertThat(maildir().usage(ALICE, quota)).isEqualTo(new Usage(1_011_000, 21_100));
        assertThat(lines()).containsExactly("100000000S", "1011000 21100");
    }

    @Test
    void mailsWrittenSideBySideDoNotExceedTheQuota() {
        Quota quota = new Quota(0, 5);
        Maildir maildir = maildir();
        List<MailFile> many = IntStream.range(0, 20).mapToObj(i -> file(100)).toList();

        long taken = many.parallelStream()
                .filter(mail -> {
                    try {
                        maildir.deliver(new Box(ALICE, "", TagFolders.NONE, quota), mail, 1);
                        return true;
                    } catch (MailboxFull e) {
                        return false;
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .count();

        assertThat(taken).isEqualTo(5);
    }

    private Stored deliver(Quota quota, int bytes) throws IOException, MailboxFull {
        return maildir().deliver(new Box(ALICE, "", TagFolders.NONE, quota), file(bytes), 1);
    }

    private MailFile file(int bytes) {
        SampleMail mail = SampleMail.of("M" + ++mails, ALICE).content(new byte[bytes]);
        return MailFile.of(mail.approved(), ALICE, out -> out.write(mail.content()));
    }

    private Maildir maildir() {
        return new Maildir(root);
    }

    private Path box() {
        return root.resolve("postern.test/alice/Maildir");
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(box().resolve("maildirsize"));
    }

    private List<Path> files(String part) throws IOException {
        try (Stream<Path> files = Files.list(box().resolve(part))) {
            return files.toList();
        }
    }

    private long sizes() throws IOException {
        long sum = 0;
        for (Path file : files("new")) {
            sum += Files.size(file);
        }
        return sum;
    }
}
