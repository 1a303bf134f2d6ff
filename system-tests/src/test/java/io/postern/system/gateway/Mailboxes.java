package io.postern.system.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The Maildirs as they lie on the disk. A file is read once: in a Maildir it never changes. */
public final class Mailboxes {

    /** The domain of all mailboxes of the stack. */
    public static final String DOMAIN = "postern.test";

    /** The mailboxes there are. */
    public static final List<String> USERS = List.of("alice", "bob", "carol");

    private final Path folder;
    private final Map<Path, DeliveredMail> read = new ConcurrentHashMap<>();

    /** @param folder with a folder for each domain */
    public Mailboxes(Path folder) {
        this.folder = folder;
    }

    /** All mails in the mailbox, new or seen. */
    public List<DeliveredMail> of(String user) {
        Path maildir = folder.resolve(DOMAIN).resolve(user).resolve("Maildir");
        List<DeliveredMail> mails = new ArrayList<>();
        for (String part : List.of("new", "cur")) {
            if (Files.isDirectory(maildir.resolve(part))) {
                mails.addAll(list(maildir.resolve(part)));
            }
        }
        return mails;
    }

    private List<DeliveredMail> list(Path part) {
        List<DeliveredMail> mails = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(part)) {
            files.forEach(file -> mails.add(read.computeIfAbsent(file, Mailboxes::read)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return mails;
    }

    private static DeliveredMail read(Path file) {
        try {
            return new DeliveredMail(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
