package io.postern.antispam.rule;

import io.postern.antispam.letter.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Wordings that are known from bait, by theme: whole words, in a row, whatever stands between them that is no word. */
public final class Phrases {

    static final int MOST_WORDS = 10;

    public static final Phrases NONE = new Phrases(Map.of());

    private record Phrase(String theme, List<String> words) {}

    private final Map<String, List<String>> themes;
    private final Map<String, List<Phrase>> byFirstWord = new HashMap<>();

    /** @param themes texts by theme, none without a word */
    public Phrases(Map<String, List<String>> themes) {
        this.themes = Map.copyOf(themes);
        themes.forEach((theme, texts) -> texts.forEach(text -> add(theme, text)));
    }

    private void add(String theme, String text) {
        List<String> words = Words.of(text, MOST_WORDS);
        byFirstWord
                .computeIfAbsent(words.getFirst(), first -> new ArrayList<>())
                .add(new Phrase(theme, words));
    }

    /** The texts as they were given. */
    Map<String, List<String>> themes() {
        return themes;
    }

    /** How many different phrases of each theme are in a text. */
    Map<String, Integer> in(List<String> words) {
        Set<Phrase> found = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            for (Phrase phrase : byFirstWord.getOrDefault(words.get(i), List.of())) {
                int end = i + phrase.words.size();
                if (end <= words.size() && words.subList(i, end).equals(phrase.words)) {
                    found.add(phrase);
                }
            }
        }
        Map<String, Integer> counts = new TreeMap<>();
        found.forEach(phrase -> counts.merge(phrase.theme, 1, Integer::sum));
        return counts;
    }
}
