package io.postern.delivery.mailbox;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The folder of a tag: {@code .lists} beside the inbox, as Maildir++ has it. Tags come from strangers, so one that is more
 * than a plain word names no folder, and there are only so many folders.
 */
final class TagFolder {

    /** No dot, which would part a folder from one within it; nothing that needs IMAP's UTF-7. */
    private static final Pattern WORD = Pattern.compile("[a-z0-9_-]{1,64}");

    private static final int MOST = 100;

    private TagFolder() {}

    /** @return where mail with the tag goes, which may not be there yet: the inbox if there is no folder for it */
    static Path of(Path maildir, Box box) throws IOException {
        String tag = box.tag().toLowerCase(ROOT);
        if (box.folders() == TagFolders.NONE || !WORD.matcher(tag).matches() || tag.equals("inbox")) {
            return maildir;
        }
        int folders = 0;
        if (Files.isDirectory(maildir)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(maildir, ".?*")) {
                for (Path folder : found) {
                    if (name(folder).equals(tag)) {
                        return folder;
                    }
                    folders++;
                }
            }
        }
        return box.folders() == TagFolders.CREATE && folders < MOST ? maildir.resolve("." + tag) : maildir;
    }

    private static String name(Path folder) {
        return folder.getFileName().toString().substring(1).toLowerCase(ROOT);
    }
}
