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
import java.util.Arrays;
import java.util.Set;

/**
 * Writes mail into Maildirs below one folder. When {@link #deliver} returns, the mail is on the disk, once, and stays
 * there through a power cut: the file is flushed before it gets its name in {@code new}, and the folder after.
 */
public final class Maildir {

    private static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final int STRIPES = 64;

    private final Path root;
    private final Object[] stripes = new Object[STRIPES];

    public Maildir(Path root) {
        this.root = root;
        Arrays.setAll(stripes, stripe -> new Object());
    }

    /** Brings a mail into the inbox of {@code address}, which has no quota. */
    Path deliver(String address, MailFile mail, int attempt) throws IOException {
        try {
            return deliver(new Box(address), mail, attempt).place();
        } catch (MailboxFull e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Brings a mail into a mailbox.
     *
     * @param attempt which attempt it is, from 1. Only after the first may the mail be there already, and the user have
     *     seen it: then {@code cur} is searched, which takes long in a large mailbox
     * @throws MailboxFull if the quota leaves no room
     * @throws IOException if it cannot be written; nothing is then in {@code new}
     * @throws IllegalArgumentException if no folder can be named after the address
     */
    public Stored deliver(Box box, MailFile mail, int attempt) throws IOException, MailboxFull {
        Path maildir = MailboxPath.of(root, box.address());
        Path folder = TagFolder.of(maildir, box);
        Path target = folder.resolve("new").resolve(mail.name());
        if (attempt > 1 && (Files.exists(target) || seen(folder, mail.name()))) {
            return new Stored(root.relativize(target), null);
        }
        create(maildir, folder);
        if (box.quota() == null) {
            write(maildir, folder, mail, attempt);
            return new Stored(root.relativize(target), null);
        }
        Usage usage = reserve(maildir, box.quota(), mail);
        boolean written = false;
        try {
            write(maildir, folder, mail, attempt);
            written = true;
        } finally {
            if (!written) {
                new MaildirSize(maildir, box.quota()).add(-mail.bytes(), -1);
            }
        }
        return new Stored(root.relativize(target), usage);
    }

    /** What lies in a mailbox with a quota, at this moment. */
    public Usage usage(String address, Quota quota) throws IOException {
        return new MaildirSize(MailboxPath.of(root, address), quota).sureUsage();
    }

    /** Counts a mail in before it is there, so that those written side by side know of each other. */
    private Usage reserve(Path maildir, Quota quota, MailFile mail) throws IOException, MailboxFull {
        MaildirSize size = new MaildirSize(maildir, quota);
        synchronized (stripes[Math.floorMod(maildir.hashCode(), STRIPES)]) {
            Usage usage = size.usage();
            if (quota.room(usage) < mail.bytes()) {
                usage = size.sureUsage();
            }
            if (quota.room(usage) < mail.bytes()) {
                throw new MailboxFull(usage, quota.room(Usage.NOTHING) < mail.bytes());
            }
            size.add(mail.bytes(), 1);
            return usage.and(mail.bytes(), 1);
        }
    }

    private static void write(Path maildir, Path folder, MailFile mail, int attempt) throws IOException {
        Path fresh = folder.resolve("new");
        // Named after the attempt: a holder whose lease has lapsed may still be writing the one before.
        Path tmp = maildir.resolve("tmp").resolve(mail.name() + "." + attempt);
        try {
            write(tmp, mail);
            // A rename replaces a file of the same name by the same bytes, and works where hard links do not.
            Files.move(tmp, fresh.resolve(mail.name()), ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(tmp);
        }
        flush(fresh);
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
    private synchronized void create(Path maildir, Path folder) throws IOException {
        make(maildir);
        if (!folder.equals(maildir) && make(folder)) {
            // By this file a folder is known for one.
            Files.write(folder.resolve("maildirfolder"), new byte[0], CREATE, WRITE);
        }
    }

    /** @return whether it was not there */
    private boolean make(Path maildir) throws IOException {
        if (Files.isDirectory(maildir.resolve("new"))) {
            return false;
        }
        for (String part : new String[] {"tmp", "cur", "new"}) {
            Files.createDirectories(maildir.resolve(part), OURS_ALONE);
        }
        // Each new folder's name lies in the one above it, up to the root.
        for (Path above = maildir; above != null && above.startsWith(root); above = above.getParent()) {
            flush(above);
        }
        return true;
    }

    private static void flush(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }
}
