package io.postern.delivery.mailbox;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes mail into Maildirs below one folder. When {@link #deliver} returns, the mail is on the disk, once, and stays
 * there through a power cut: the file is flushed before it gets its name in {@code new}, and the folder after.
 */
public final class Maildir {

    private static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;

    public Maildir(Path root) {
        this.root = root;
    }

    /**
     * Brings a mail into the mailbox of {@code address}.
     *
     * @param attempt which attempt it is, from 1. Only after the first may the mail be there already, and the user have
     *     seen it: then {@code cur} is searched, which takes long in a large mailbox
     * @return where the mail lies, below the root
     * @throws IOException if it cannot be written; nothing is then in {@code new}
     * @throws IllegalArgumentException if no folder can be named after the address
     */
    public Path deliver(String address, MailFile mail, int attempt) throws IOException {
        Path maildir = MailboxPath.of(root, address);
        Path fresh = maildir.resolve("new");
        Path target = fresh.resolve(mail.name());
        if (attempt > 1 && (Files.exists(target) || seen(maildir, mail.name()))) {
            return root.relativize(target);
        }
        create(maildir);
        // Named after the attempt: a holder whose lease has lapsed may still be writing the one before.
        Path tmp = maildir.resolve("tmp").resolve(mail.name() + "." + attempt);
        try {
            write(tmp, mail);
            // A rename replaces a file of the same name by the same bytes, and works where hard links do not.
            Files.move(tmp, target, ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(tmp);
        }
        flush(fresh);
        return root.relativize(target);
    }

    /** Whether a reader has moved the mail on, whatever flags it has set. */
    private static boolean seen(Path maildir, String name) throws IOException {
        Path cur = maildir.resolve("cur");
        if (!Files.isDirectory(cur)) {
            return false;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                cur, file -> file.getFileName().toString().startsWith(name))) {
            return found.iterator().hasNext();
        }
    }

    private static void write(Path tmp, MailFile mail) throws IOException {
        try (FileChannel channel = FileChannel.open(tmp, CREATE, TRUNCATE_EXISTING, WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
            out.write(mail.head());
            mail.content().writeTo(out);
            out.flush();
            long written = channel.size() - mail.head().length;
            if (written != mail.size()) {
                throw new IOException("the content has " + written + " bytes of " + mail.size());
            }
            channel.force(true);
        }
    }

    /** One at a time: nobody may go on while the names of the folders are not on the disk. */
    private synchronized void create(Path maildir) throws IOException {
        if (Files.isDirectory(maildir.resolve("new"))) {
            return;
        }
        for (String folder : new String[] {"tmp", "cur", "new"}) {
            Files.createDirectories(maildir.resolve(folder), OURS_ALONE);
        }
        // Each new folder's name lies in the one above it, up to the root.
        for (Path above = maildir; above != null && above.startsWith(root); above = above.getParent()) {
            flush(above);
        }
    }

    private static void flush(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }
}
