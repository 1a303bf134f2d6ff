package io.postern.check.mime;

import io.postern.check.archive.Archive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part that is not only a text to read: it has a name, is said to be an attachment, or is of another type.
 *
 * @param path where it lies: {@code 1.2} is the second part of the first
 * @param names all that some program may show or save it as, each once, that of the standards first; empty if it has none
 * @param declared the media type it is said to be, in lower case
 * @param sniffed the media type that its first bytes are of; {@code application/octet-stream} or {@code text/plain} if
 *     they are of no other
 * @param inline whether it is to be shown with the text rather than offered
 * @param size of it in bytes, decoded
 * @param archive what is in it, if it is an archive of a known kind
 */
public record Attachment(
        String path,
        List<String> names,
        String declared,
        String sniffed,
        boolean inline,
        long size,
        @Nullable Archive archive) {

    public Attachment {
        names = List.copyOf(names);
    }

    /** What most programs will call it; empty if it has no name. */
    public String name() {
        return names.isEmpty() ? "" : names.getFirst();
    }
}
