package io.postern.content;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Some text of a mail. Folded once for all lists that fold alike. */
final class Passage {

    private final Place place;
    private final String path;
    private final String text;
    private final List<Integer> seams;
    private final Map<Folding, String> folded = new HashMap<>(2);

    /** @param seams offsets in the text where markup stands within a word */
    Passage(Place place, String path, String text, List<Integer> seams) {
        this.place = place;
        this.path = path;
        this.text = text;
        this.seams = seams;
    }

    Passage(Place place, String path, String text) {
        this(place, path, text, List.of());
    }

    Place place() {
        return place;
    }

    String path() {
        return path;
    }

    String folded(Folding folding) {
        return folded.computeIfAbsent(folding, by -> by.fold(text, seams));
    }
}
