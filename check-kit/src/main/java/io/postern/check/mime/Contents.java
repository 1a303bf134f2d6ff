package io.postern.check.mime;

import io.postern.check.archive.Archive;
import io.postern.check.archive.ArchiveReader;
import io.postern.check.mime.MimeView.Flag;
import io.postern.check.part.Ambiguity;
import io.postern.check.part.Blob;
import io.postern.check.part.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The texts and attachments of a mail, as they are found. */
final class Contents {

    private static final String HTML = "text/html";

    /** What bytes are of that look like nothing else, and what many a text is declared to be. */
    private static final Set<String> TEXTS = Set.of("text/plain", HTML, "application/xhtml+xml");

    private final MimeLimits limits;
    private final ArchiveReader archives;
    private final List<Text> texts = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final Set<Ambiguity> ambiguities = EnumSet.noneOf(Ambiguity.class);
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
    private final Set<String> known = new HashSet<>();
    /** What bytes look like, by their digest: the other reading often comes upon the same. */
    private final Map<String, String> kinds = new HashMap<>();

    private int textBytesLeft;

    Contents(MimeLimits limits) {
        this.limits = limits;
        this.archives = new ArchiveReader(limits.members());
        this.textBytesLeft = limits.textBytes();
    }

    List<Text> texts() {
        return texts;
    }

    List<Attachment> attachments() {
        return attachments;
    }

    Set<Ambiguity> ambiguities() {
        return ambiguities;
    }

    Set<Flag> flags() {
        return flags;
    }

    void flag(Flag flag) {
        flags.add(flag);
    }

    /** Another reading of the same mail begins, which has as much room for texts as the one before. */
    void anew() {
        textBytesLeft = limits.textBytes();
    }

    /** Something in a part that says what it is. */
    void add(PartHeader part, Blob bytes) throws IOException {
        known.add(bytes.sha256());
        boolean text = part.isText();
        boolean attached = !text || part.offered() || !part.names().isEmpty();
        // What is a text and nothing else is what it says.
        String sniffed = attached ? kind(bytes) : part.type();
        if (text || TEXTS.contains(sniffed)) {
            boolean html = part.type().equals(HTML) || (!text && sniffed.equals(HTML));
            text(part.path(), html ? HTML : part.type(), bytes, part.charset());
        }
        if (attached) {
            attachment(part, sniffed, bytes);
        }
    }

    /** Something that was found without asking what it says it is, unless the same was found before. */
    void add(Piece piece) throws IOException {
        List<String> names = PartNames.of(piece.header());
        Blob bytes = piece.bytes();
        boolean isNew = known.add(bytes.sha256());
        if (!isNew && attachments.stream().anyMatch(other -> other.names().containsAll(names))) {
            return;
        }
        String sniffed = kind(bytes);
        boolean declaredHtml = piece.header().stream()
                .anyMatch(field -> field.toLowerCase(Locale.ROOT).contains(HTML));
        if (isNew && (sniffed.startsWith("text/") || TEXTS.contains(sniffed))) {
            text("", declaredHtml || sniffed.equals(HTML) ? HTML : "text/plain", bytes, null);
        }
        if (!names.isEmpty() || !sniffed.startsWith("text/")) {
            attachment(new PartHeader("", "", null, names, false, true), sniffed, bytes);
        }
    }

    /** A message within the message: its content is in the view as such, so only its name is of interest. */
    void message(PartHeader part) {
        if (!part.names().isEmpty()) {
            attachments.add(
                    new Attachment(part.path(), part.names(), part.type(), "message/rfc822", !part.offered(), 0, null));
            names(part.names());
        }
    }

    private void names(List<String> names) {
        if (PartNames.differ(names)) {
            ambiguities.add(Ambiguity.NAME);
        }
    }

    private void attachment(PartHeader part, String sniffed, Blob bytes) throws IOException {
        Archive archive = archives.read(bytes);
        if (archives.exhausted()) {
            flags.add(Flag.TOO_MANY_PARTS);
        }
        if (archive != null && archive.contradictory()) {
            ambiguities.add(Ambiguity.ARCHIVE);
        }
        names(part.names());
        attachments.add(
                new Attachment(part.path(), part.names(), part.type(), sniffed, part.inline(), bytes.size(), archive));
    }

    private void text(String path, String type, Blob bytes, @Nullable String charset) throws IOException {
        byte[] read;
        try (InputStream in = bytes.open()) {
            read = in.readNBytes(textBytesLeft);
        }
        textBytesLeft -= read.length;
        if (read.length < bytes.size()) {
            flags.add(Flag.TRUNCATED);
        }
        if (CharsetGuess.unknown(charset)) {
            flags.add(Flag.CHARSET);
        }
        texts.add(text(path, type, CharsetGuess.decode(read, charset)));
    }

    private static Text text(String path, String type, String text) {
        if (!type.equals(HTML)) {
            return new Text(path, type, text, "", List.of(), PlainLinks.in(text), Map.of());
        }
        HtmlView html = HtmlReader.read(text);
        List<Link> links = new ArrayList<>(html.links());
        links.addAll(PlainLinks.in(html.text()));
        return new Text(path, type, html.text(), html.hidden(), html.seams(), links, html.tags());
    }

    private String kind(Blob bytes) throws IOException {
        String known = kinds.get(bytes.sha256());
        if (known != null) {
            return known;
        }
        try (InputStream in = bytes.open()) {
            String kind = FileKind.of(in.readNBytes(FileKind.LOOKED_AT));
            kinds.put(bytes.sha256(), kind);
            return kind;
        }
    }
}
