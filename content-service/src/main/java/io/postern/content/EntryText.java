package io.postern.content;

import com.fasterxml.jackson.databind.JsonNode;
import io.postern.check.archive.Archive;
import io.postern.check.file.BadFile;
import io.postern.check.mime.Attachment;
import io.postern.check.mime.MimeView;
import io.postern.check.part.Ambiguity;
import io.postern.content.Entry.Kind;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An entry as the operator writes it: what it looks for under one of several keys, and what follows. */
final class EntryText {

    private static final Set<String> COMMON = Set.of("id", "in", "match", "score", "finding", "comment");
    private static final Set<String> SOUGHT = Set.of(
            "phrases",
            "patterns",
            "extensions",
            "double-extensions",
            "archived",
            "types",
            "encrypted",
            "ambiguities",
            "flags");
    private static final Set<Place> TEXTS = Set.copyOf(EnumSet.complementOf(EnumSet.of(Place.MAIL)));
    private static final Set<Place> FILES = Set.of(Place.ATTACHMENTS, Place.ARCHIVES);

    private final JsonNode node;
    private final Keys keys;
    private final ListBuilder list;
    private final Set<Place> usualPlaces;
    private final boolean usuallyWords;
    private final int line;

    EntryText(JsonNode node, ListBuilder list, Set<Place> usualPlaces, boolean usuallyWords, int line) {
        this.node = node;
        this.keys = new Keys(node);
        this.list = list;
        this.usualPlaces = usualPlaces;
        this.usuallyWords = usuallyWords;
        this.line = line;
    }

    void read() throws BadFile {
        if (node.isTextual()) {
            Kind kind = Kind.PHRASE;
            String id = Integer.toString(line);
            list.phrase(
                    new Entry(list.name(), id, kind, usualPlaces, usuallyWords, kind.code(), true, list.score()),
                    node.textValue());
            return;
        }
        list.claim(id());
        String sought = sought();
        switch (sought) {
            case "phrases" -> phrases();
            case "patterns" -> patterns();
            case "extensions", "double-extensions", "archived" -> named(sought);
            case "types", "encrypted" -> attached(sought);
            default -> mail(sought);
        }
    }

    private void phrases() throws BadFile {
        Entry entry = entry(Kind.PHRASE, usualPlaces, TEXTS);
        for (String phrase : texts("phrases")) {
            list.phrase(entry, phrase);
        }
    }

    private void patterns() throws BadFile {
        Entry entry = entry(Kind.PATTERN, usualPlaces, TEXTS);
        for (String pattern : texts("patterns")) {
            list.pattern(entry, pattern);
        }
    }

    private void named(String sought) throws BadFile {
        boolean archived = sought.equals("archived");
        Set<Place> places = archived ? Set.of(Place.ARCHIVES) : FILES;
        Entry entry = entry(Kind.ATTACHMENT, places, places);
        if (archived) {
            list.file(FileRule.named(entry, Globs.of(texts(sought))));
            return;
        }
        Set<String> extensions = extensions(sought);
        boolean doubled = sought.equals("double-extensions");
        list.file(FileRule.named(entry, name -> {
            FileName file = FileName.of(name);
            return extensions.contains(file.extension()) && (!doubled || file.doubled());
        }));
    }

    private void attached(String sought) throws BadFile {
        Entry entry = entry(Kind.ATTACHMENT, FILES, Set.of());
        if (sought.equals("encrypted")) {
            list.file(FileRule.attached(entry, encrypted()));
            return;
        }
        Predicate<String> type = Globs.of(texts(sought));
        list.file(FileRule.attached(entry, attachment -> type.test(attachment.sniffed())));
    }

    private void mail(String sought) throws BadFile {
        Set<Place> mail = Set.of(Place.MAIL);
        if (sought.equals("ambiguities")) {
            Set<Ambiguity> ambiguities = keys.constants(sought, Ambiguity.class);
            list.mail(new MailRule(
                    entry(Kind.AMBIGUITY, mail, Set.of()),
                    view -> view.ambiguities().stream().anyMatch(ambiguities::contains)));
        } else {
            Set<MimeView.Flag> flags = keys.constants(sought, MimeView.Flag.class);
            list.mail(new MailRule(
                    entry(Kind.FLAG, mail, Set.of()),
                    view -> view.flags().stream().anyMatch(flags::contains)));
        }
    }

    private Predicate<Attachment> encrypted() throws BadFile {
        if (!node.get("encrypted").asText().equals("true")) {
            throw new BadFile("encrypted: not true");
        }
        return attachment -> {
            Archive archive = attachment.archive();
            return archive != null && archive.encrypted();
        };
    }

    /** Which one of the keys that say what is looked for. */
    private String sought() throws BadFile {
        Set<String> found = new TreeSet<>();
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String key = names.next();
            if (SOUGHT.contains(key)) {
                found.add(key);
            } else if (!COMMON.contains(key)) {
                throw new BadFile("unknown key " + key);
            }
        }
        if (found.size() != 1) {
            throw new BadFile("an entry has one of " + new TreeSet<>(SOUGHT) + ", and this one has " + found);
        }
        return found.iterator().next();
    }

    private List<String> texts(String key) throws BadFile {
        List<String> texts = keys.texts(key);
        if (texts.isEmpty() || texts.contains("")) {
            throw new BadFile(key + ": nothing");
        }
        return texts;
    }

    private Set<String> extensions(String key) throws BadFile {
        return texts(key).stream()
                .map(text -> text.toLowerCase(Locale.ROOT).replaceFirst("^\\.", ""))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param otherwise where it looks if it does not say
     * @param possible where it can be told to look
     */
    private Entry entry(Kind kind, Set<Place> otherwise, Set<Place> possible) throws BadFile {
        Set<Place> places = keys.places("in", otherwise);
        if (keys.has("in") && !possible.containsAll(places)) {
            throw new BadFile("in: this entry cannot look there");
        }
        if (keys.has("match") && kind != Kind.PHRASE) {
            throw new BadFile("match: only for phrases");
        }
        String id = id();
        String finding = keys.text("finding");
        Double score = keys.score();
        if (finding != null && !finding.matches("[a-z0-9-]{1,40}")) {
            throw new BadFile("finding: not of 1 to 40 small letters, digits and hyphens: " + finding);
        }
        boolean decides = finding != null || score == null;
        return new Entry(
                list.name(),
                id,
                kind,
                places,
                keys.wholeWords(usuallyWords),
                code(kind, finding, decides),
                decides,
                score == null ? list.score() : score);
    }

    private String id() throws BadFile {
        String id = keys.text("id");
        if (id != null && !id.matches("[!-~]{1,60}")) {
            throw new BadFile("id: not of 1 to 60 printable characters without spaces: " + id);
        }
        return id == null ? Integer.toString(line) : id;
    }

    /** An entry that only scores has a code of its own, so that no policy takes it for a finding. */
    private static String code(Kind kind, @Nullable String finding, boolean decides) {
        if (finding != null) {
            return finding;
        }
        return decides ? kind.code() : "scored";
    }
}
