package io.postern.delivery.mailbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a mailbox holds, by its file {@code maildirsize}, which IMAP servers of Maildir++ read and write, too: the quota,
 * and a line of bytes and mails for each change. It is made anew by counting when it says nothing that can be relied
 * upon, has grown long, or a reader may have removed mail since it was written.
 *
 * <p>What it costs a mail: to read the file, of five kilobytes at most, and to add a line. Only a count looks at all of
 * the mailbox, and at no more than the names of the files.
 */
final class MaildirSize {

    private static final String NAME = "maildirsize";

    /** The bounds of the format. */
    private static final long LONGEST = 5120;

    /** What is longer is not read. */
    private static final long UNREASONABLE = 16 * LONGEST;

    /** A mailbox of more is not counted only because the file has grown long: the sum of its lines will do. */
    private static final long MANY = 10_000;

    private static final Duration OLD = Duration.ofMinutes(15);

    private static final Pattern LINE = Pattern.compile(" *(-?[0-9]{1,15}) +(-?[0-9]{1,9}) *");
    private static final Pattern SIZE_IN_NAME = Pattern.compile(",S=([0-9]{1,15})(?=[,:]|$)");

    private final Path maildir;
    private final Path file;
    private final Quota quota;

    MaildirSize(Path maildir, Quota quota) {
        this.maildir = maildir;
        this.file = maildir.resolve(NAME);
        this.quota = quota;
    }

    /** What the file says; counted if it does not. */
    Usage usage() throws IOException {
        if (!Files.isDirectory(maildir)) {
            return Usage.NOTHING;
        }
        Usage told = told();
        if (told == null) {
            return count();
        }
        if (Files.size(file) <= LONGEST) {
            return told;
        }
        return told.messages() > MANY ? written(told) : count();
    }

    /** The same, but sure that nothing was removed meanwhile: asked before somebody is told that there is no room. */
    Usage sureUsage() throws IOException {
        return Files.isDirectory(maildir) && outdated() ? count() : usage();
    }

    /** Notes a change. A file that went away meanwhile will be counted anew. */
    void add(long bytes, long messages) throws IOException {
        try {
            Files.write(file, (bytes + " " + messages + "\n").getBytes(US_ASCII), WRITE, APPEND);
        } catch (NoSuchFileException e) {
            count();
        }
    }

    private @Nullable Usage told() throws IOException {
        List<String> lines;
        try {
            if (Files.size(file) > UNREASONABLE) {
                return null;
            }
            lines = Files.readAllLines(file, ISO_8859_1); // whatever it is, it can be looked at
        } catch (NoSuchFileException e) {
            return null;
        }
        if (lines.isEmpty() || !lines.getFirst().strip().equals(quota.definition())) {
            return null;
        }
        Usage sum = Usage.NOTHING;
        for (String line : lines.subList(1, lines.size())) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                return null;
            }
            sum = sum.and(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
        }
        return sum.bytes() < 0 || sum.messages() < 0 ? null : sum;
    }

    private boolean outdated() throws IOException {
        FileTime written;
        try {
            written = Files.getLastModifiedTime(file);
        } catch (NoSuchFileException e) {
            return true;
        }
        if (written.toInstant().isBefore(Instant.now().minus(OLD))) {
            return true;
        }
        for (Path folder : folders()) {
            Path seen = folder.resolve("cur");
            if (Files.isDirectory(seen) && Files.getLastModifiedTime(seen).compareTo(written) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Counts, and writes a file that says so. */
    Usage count() throws IOException {
        Usage sum = Usage.NOTHING;
        for (Path folder : folders()) {
            for (String part : new String[] {"new", "cur"}) {
                sum = sum(folder.resolve(part), sum);
            }
        }
        return written(sum);
    }

    private Usage written(Usage sum) throws IOException {
        Path fresh = maildir.resolve("tmp").resolve(NAME + "." + UUID.randomUUID());
        try {
            String text = quota.definition() + "\n" + sum.bytes() + " " + sum.messages() + "\n";
            Files.write(fresh, text.getBytes(US_ASCII), WRITE, CREATE_NEW);
            Files.move(fresh, file, ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
        return sum;
    }

    private List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(maildir));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(maildir, ".?*")) {
            found.forEach(folders::add);
        }
        return folders;
    }

    private static Usage sum(Path part, Usage before) throws IOException {
        Usage sum = before;
        if (Files.isDirectory(part)) {
            try (DirectoryStream<Path> mails = Files.newDirectoryStream(part)) {
                for (Path mail : mails) {
                    sum = sum.and(size(mail), 1);
                }
            }
        }
        return sum;
    }

    private static long size(Path mail) throws IOException {
        Matcher named = SIZE_IN_NAME.matcher(mail.getFileName().toString());
        if (named.find()) {
            return Long.parseLong(named.group(1));
        }
        try {
            return Files.size(mail);
        } catch (NoSuchFileException e) {
            return 0; // a reader has just moved it
        }
    }
}
