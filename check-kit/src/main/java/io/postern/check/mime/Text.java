package io.postern.check.mime;

import java.util.List;
import java.util.Map;

/**
 * One text part.
 *
 * @param path where it lies: {@code 1.2} is the second part of the first
 * @param type its media type in lower case: {@code text/plain}
 * @param text decoded; of HTML what a browser would show
 * @param hidden of HTML what is there and nobody sees: text of no size, of the colour of its ground, switched off
 * @param seams offsets in {@code text} where markup stands within a word, ascending
 * @param links addresses that lead out of it, in their order
 * @param tags of HTML how often each element is opened, by its name in lower case
 */
public record Text(
        String path,
        String type,
        String text,
        String hidden,
        List<Integer> seams,
        List<Link> links,
        Map<String, Integer> tags) {

    public Text {
        seams = List.copyOf(seams);
        links = List.copyOf(links);
        tags = Map.copyOf(tags);
    }

    /** Whether it is a document in HTML, or what was made of one. */
    public boolean html() {
        return type.equals("text/html");
    }
}
