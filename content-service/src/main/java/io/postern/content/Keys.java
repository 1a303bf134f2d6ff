package io.postern.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.postern.check.file.BadFile;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keys of a mapping in YAML, and says which of them makes no sense. */
record Keys(JsonNode node) {

    static final Keys NONE = new Keys(MissingNode.getInstance());

    private static final Set<String> IGNORED = Set.of("case", "accents");
    private static final Set<String> SEEN_THROUGH = Set.of("invisible", "homoglyphs", "markup");

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** Text of a scalar, {@code null} if there is none. */
    @Nullable
    String text(String key) throws BadFile {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isValueNode()) {
            throw new BadFile(key + ": not a text");
        }
        return value.asText();
    }

    /** A list of texts, or one that stands for itself; empty if there is none. */
    List<String> texts(String key) throws BadFile {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (value.isValueNode()) {
            return List.of(value.asText());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : value) {
            if (!value.isArray() || !item.isValueNode() || item.isNull()) {
                throw new BadFile(key + ": not a list of texts");
            }
            texts.add(item.asText());
        }
        return texts;
    }

    /** The same where only these words make sense. */
    private Set<String> words(String key, Set<String> known, Set<String> otherwise) throws BadFile {
        if (!has(key)) {
            return otherwise;
        }
        Set<String> words = new LinkedHashSet<>(texts(key));
        for (String word : words) {
            if (!known.contains(word)) {
                throw new BadFile(key + ": " + word + " is none of "
                        + known.stream().sorted().toList());
            }
        }
        return words;
    }

    /** A number of 0 to 100, {@code null} if there is none. */
    @Nullable
    Double score() throws BadFile {
        JsonNode value = node.get("score");
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isNumber() || !(Math.abs(value.doubleValue()) <= 100)) {
            throw new BadFile("score: not a number of -100 to 100: " + value.asText());
        }
        return value.doubleValue();
    }

    /** Constants by their names as an operator writes them: {@code content-type}. */
    <E extends Enum<E>> Set<E> constants(String key, Class<E> type) throws BadFile {
        EnumSet<E> found = EnumSet.noneOf(type);
        for (String text : texts(key)) {
            if (text.equals("all")) {
                return EnumSet.allOf(type);
            }
            try {
                found.add(Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')));
            } catch (IllegalArgumentException e) {
                throw new BadFile(key + ": unknown: " + text);
            }
        }
        return found;
    }

    Set<Place> places(String key, Set<Place> otherwise) throws BadFile {
        if (!has(key)) {
            return otherwise;
        }
        Set<Place> places = constants(key, Place.class);
        places.remove(Place.MAIL); // which is where entries look that look for no text
        if (places.isEmpty()) {
            throw new BadFile(key + ": nowhere");
        }
        return places;
    }

    boolean wholeWords(boolean otherwise) throws BadFile {
        Set<String> match = words("match", Set.of("words", "substrings"), Set.of(otherwise ? "words" : "substrings"));
        return match.contains("words");
    }

    Folding folding() throws BadFile {
        Set<String> ignored = words("ignore", IGNORED, Set.of("case"));
        Set<String> seenThrough = words("see-through", SEEN_THROUGH, Set.of("invisible", "markup"));
        return new Folding(
                ignored.contains("case"),
                ignored.contains("accents"),
                seenThrough.contains("invisible"),
                seenThrough.contains("homoglyphs"),
                seenThrough.contains("markup"));
    }
}
