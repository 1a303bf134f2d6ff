package io.postern.content;

import io.postern.check.archive.Archive;
import io.postern.check.mime.Attachment;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An entry that looks for files: attachments, and what is in them.
 *
 * @param attached whether an attachment is one
 * @param named whether a file of that name is one, wherever it lies
 */
record FileRule(Entry entry, Predicate<Attachment> attached, Predicate<String> named) {

    static FileRule attached(Entry entry, Predicate<Attachment> attached) {
        return new FileRule(entry, attached, name -> false);
    }

    static FileRule named(Entry entry, Predicate<String> named) {
        return new FileRule(entry, attachment -> false, named);
    }

    void search(Searched mail, Consumer<Match> found) {
        for (Attachment attachment : mail.mail().attachments()) {
            Archive archive = attachment.archive();
            if (attached.test(attachment) || is(Place.ATTACHMENTS, attachment.names())) {
                found.accept(new Match(entry, Place.ATTACHMENTS, attachment.path(), -1));
            } else if (archive != null
                    && is(
                            Place.ARCHIVES,
                            archive.members().stream().map(Archive.Member::name).toList())) {
                found.accept(new Match(entry, Place.ARCHIVES, attachment.path(), -1));
            }
        }
    }

    private boolean is(Place place, List<String> names) {
        return entry.places().contains(place) && names.stream().anyMatch(named);
    }
}
