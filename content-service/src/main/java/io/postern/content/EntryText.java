package io.postern.content;

import com.fasterxml.jackson.databind.JsonNode;
import io.postern.check.archive.Archive;
import io.postern.check.file.BadFile;
import io.postern.check.mime.Attachment;
import io.postern.check.mime.MimeView;
import io.postern.check.part.Ambiguity;
import io.postern.content.Entry.Kind;
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
        switch (sought()) {
            case "phrases" -> {
                for (String phrase : texts("phrases")) {
                    list.phrase(entry(Kind.PHRASE, usualPlaces), phrase);
                }
            }
            case "patterns" -> {
                for (String pattern : texts("patterns")) {
                    list.pattern(entry(Kind.PATTERN, usualPlaces), pattern);
                }
            }
            case "extensions" -> {
                Set<String> extensions = extensions("extensions");
                list.file(FileRule.named(
                        entry(Kind.ATTACHMENT, FILES),
                        name -> extensions.contains(FileName.of(name).extension())));
            }
            case "double-extensions" -> {
                Set<String> extensions = extensions("double-extensions");
                list.file(FileRule.named(entry(Kind.ATTACHMENT, FILES), name -> doubled(name, extensions)));
            }
            case "archived" -> {
                Predicate<String> named = Globs.of(texts("archived"));
                list.file(FileRule.named(entry(Kind.ATTACHMENT, Set.of(Place.ARCHIVES)), named));
            }
            case "types" -> {
                Predicate<String> type = Globs.of(texts("types"));
                list.file(FileRule.attached(
                        entry(Kind.ATTACHMENT, FILES), attachment -> type.test(attachment.sniffed())));
            }
            case "encrypted" -> list.file(FileRule.attached(entry(Kind.ATTACHMENT, FILES), encrypted()));
            case "ambiguities" -> {
                Set<Ambiguity> ambiguities = keys.constants("ambiguities", Ambiguity.class);
                list.mail(new MailRule(
                        entry(Kind.AMBIGUITY, Set.of(Place.MAIL)),
                        mail -> mail.ambiguities().stream().anyMatch(ambiguities::contains)));
            }
            default -> {
                Set<MimeView.Flag> flags = keys.constants("flags", MimeView.Flag.class);
                list.mail(new MailRule(
                        entry(Kind.FLAG, Set.of(Place.MAIL)),
                        mail -> mail.flags().stream().anyMatch(flags::contains)));
            }
        }
    }

    private static boolean doubled(String name, Set<String> extensions) {
        FileName file = FileName.of(name);
        return file.doubled() && extensions.contains(file.extension());
    }

    private Predicate<Attachment> encrypted() throws BadFile {
        if (!node.get("encrypted").asText().equals("true")) {
            throw new BadFile("encrypted: not true");
        }
        return attachment -> attachment.archive() instanceof Archive archive && archive.encrypted();
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

    private Entry entry(Kind kind, Set<Place> otherwise) throws BadFile {
        String id = keys.text("id");
        String finding = keys.text("finding");
        Double score = keys.score();
        if (finding != null && !finding.matches("[a-z0-9-]{1,40}")) {
            throw new BadFile("finding: not of 1 to 40 small letters, digits and hyphens: " + finding);
        }
        boolean decides = finding != null || score == null;
        return new Entry(
                list.name(),
                id == null || id.isBlank() ? Integer.toString(line) : id,
                kind,
                keys.places("in", otherwise),
                keys.wholeWords(usuallyWords),
                code(kind, finding, decides),
                decides,
                score == null ? list.score() : score);
    }

    /** An entry that only scores has a code of its own, so that no policy takes it for a finding. */
    private static String code(Kind kind, @Nullable String finding, boolean decides) {
        if (finding != null) {
            return finding;
        }
        return decides ? kind.code() : "scored";
    }
}
