package io.postern.content;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The words and phrases of a list, all looked for at once. Immutable. */
final class PhraseTable {

    private final Folding folding;
    private final List<List<Entry>> entries;
    private final Set<Place> places = EnumSet.noneOf(Place.class);
    private final PhraseAutomaton automaton;

    /** @param phrases folded, with the entries that look for each */
    PhraseTable(Folding folding, Map<String, List<Entry>> phrases) {
        this.folding = folding;
        this.entries = phrases.values().stream().map(List::copyOf).toList();
        this.automaton = new PhraseAutomaton(List.copyOf(phrases.keySet()));
        entries.forEach(ofPhrase -> ofPhrase.forEach(entry -> places.addAll(entry.places())));
    }

    int size() {
        return entries.size();
    }

    void search(Searched mail, Consumer<Match> found) {
        for (Place place : places) {
            for (Passage passage : mail.passages(place)) {
                String text = passage.folded(folding);
                automaton.search(text, (phrase, start, end) -> {
                    for (Entry entry : entries.get(phrase)) {
                        if (entry.places().contains(place)
                                && (!entry.wholeWords() || WordBoundary.at(text, start, end))) {
                            found.accept(new Match(entry, place, passage.path(), start));
                        }
                    }
                });
            }
        }
    }
}
