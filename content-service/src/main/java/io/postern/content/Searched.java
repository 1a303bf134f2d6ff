package io.postern.content;

import io.postern.check.archive.Archive;
import io.postern.check.mime.Attachment;
import io.postern.check.mime.Link;
import io.postern.check.mime.Message;
import io.postern.check.mime.MimeView;
import io.postern.check.mime.Text;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A mail as the lists look at it. */
final class Searched {

    private final MimeView mail;
    private final Map<Place, List<Passage>> passages = new EnumMap<>(Place.class);

    Searched(MimeView mail) {
        this.mail = mail;
    }

    MimeView mail() {
        return mail;
    }

    /** Made when they are first asked for: most lists do not look at most places. */
    List<Passage> passages(Place place) {
        return passages.computeIfAbsent(place, this::read);
    }

    private List<Passage> read(Place place) {
        List<Passage> read = new ArrayList<>();
        switch (place) {
            case SUBJECT -> mail.messages().forEach(m -> read.add(new Passage(place, m.path(), m.subject())));
            case BODY -> mail.texts().forEach(t -> read.add(new Passage(place, t.path(), t.text(), t.seams())));
            case HIDDEN -> mail.texts().forEach(t -> read.add(new Passage(place, t.path(), t.hidden())));
            case LINKS -> mail.texts().forEach(t -> links(t, read));
            case HEADERS -> mail.messages().forEach(m -> headers(m, read));
            case ATTACHMENTS -> mail.attachments().forEach(a -> names(place, a.path(), a.names(), read));
            case ARCHIVES -> mail.attachments().forEach(a -> names(place, a.path(), archived(a), read));
            case MAIL -> {}
        }
        return read;
    }

    private static void links(Text text, List<Passage> read) {
        for (Link link : text.links()) {
            read.add(new Passage(Place.LINKS, text.path(), link.target()));
        }
    }

    private static void headers(Message message, List<Passage> read) {
        int number = 0;
        String where = message.path().isEmpty() ? "" : message.path() + "/";
        for (Message.Field field : message.fields()) {
            number++;
            read.add(new Passage(Place.HEADERS, where + number, field.name() + ": " + field.value()));
        }
    }

    private static void names(Place place, String path, List<String> names, List<Passage> read) {
        names.forEach(name -> read.add(new Passage(place, path, name)));
    }

    private static List<String> archived(Attachment attachment) {
        Archive archive = attachment.archive();
        return archive == null
                ? List.of()
                : archive.members().stream().map(Archive.Member::name).toList();
    }
}
