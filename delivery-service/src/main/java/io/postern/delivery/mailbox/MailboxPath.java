package io.postern.delivery.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The folder of an address. Addresses come from strangers: whatever one looks like, its folder is two below the root,
 * or there is none.
 */
final class MailboxPath {

    /** The longest name that common file systems take, in bytes. */
    private static final int LONGEST_NAME = 255;

    private MailboxPath() {}

    /**
     * @return {@code <root>/<domain>/<local part>/Maildir}, in lower case
     * @throws IllegalArgumentException if the address cannot name a folder
     */
    static Path of(Path root, String address) {
        int at = address.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("not an address: " + address);
        }
        String local = name(address.substring(0, at), address);
        String domain = name(address.substring(at + 1), address);
        try {
            return root.resolve(domain).resolve(local).resolve("Maildir");
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("no folder can be named after " + address, e);
        }
    }

    private static String name(String part, String address) {
        String name = part.toLowerCase(ROOT);
        boolean clean = name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
        // A leading dot is a hidden file, or the folder itself, or the one above.
        if (name.isEmpty() || name.startsWith(".") || !clean || name.getBytes(UTF_8).length > LONGEST_NAME) {
            throw new IllegalArgumentException("no folder can be named after " + address);
        }
        return name;
    }
}
