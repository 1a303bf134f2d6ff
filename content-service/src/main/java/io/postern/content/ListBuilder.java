package io.postern.content;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.postern.check.file.BadFile;
import io.postern.content.PatternTable.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A list as it is put together. */
final class ListBuilder {

    static final Set<Place> USUAL_PLACES = Set.of(Place.SUBJECT, Place.BODY, Place.HIDDEN);

    private static final int LONGEST = 1_000;
    private static final int MOST_PATTERNS = 200;

    private final String name;
    private final Folding folding;
    private final double score;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, List<Entry>> phrases = new LinkedHashMap<>();
    private final List<Rule> patterns = new ArrayList<>();
    private final List<FileRule> files = new ArrayList<>();
    private final List<MailRule> mails = new ArrayList<>();

    /** @param score of entries that have none of their own */
    ListBuilder(String name, Folding folding, double score) {
        this.name = name;
        this.folding = folding;
        this.score = score;
    }

    /** Takes an id for an entry. */
    void claim(String id) throws BadFile {
        if (!ids.add(id)) {
            throw new BadFile("id is there twice: " + id);
        }
    }

    String name() {
        return name;
    }

    double score() {
        return score;
    }

    /** An entry that is but a line of a list of phrases. */
    Entry entry(int line) {
        Entry.Kind kind = Entry.Kind.PHRASE;
        return new Entry(name, Integer.toString(line), kind, USUAL_PLACES, true, kind.code(), true, score);
    }

    void phrase(Entry entry, String phrase) throws BadFile {
        String folded = folding.fold(inBounds(phrase));
        if (folded.isEmpty() || folded.chars().anyMatch(Character::isISOControl)) {
            throw new BadFile("a phrase of invisible or control characters");
        }
        phrases.computeIfAbsent(folded, key -> new ArrayList<>()).add(entry);
    }

    void pattern(Entry entry, String pattern) throws BadFile {
        if (patterns.size() == MOST_PATTERNS) {
            throw new BadFile("more than " + MOST_PATTERNS + " patterns in a list");
        }
        try {
            Pattern compiled = Pattern.compile(inBounds(pattern));
            if (compiled.matches("")) {
                throw new BadFile("a pattern that is found in everything: " + pattern);
            }
            patterns.add(new Rule(entry, compiled));
        } catch (PatternSyntaxException e) {
            throw new BadFile("bad pattern: " + e.getMessage());
        }
    }

    void file(FileRule rule) {
        files.add(rule);
    }

    void mail(MailRule rule) {
        mails.add(rule);
    }

    private static String inBounds(String text) throws BadFile {
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new BadFile("longer than " + LONGEST + " bytes");
        }
        return text;
    }

    ContentList build() {
        return new ContentList(new PhraseTable(folding, phrases), new PatternTable(folding, patterns), files, mails);
    }
}
