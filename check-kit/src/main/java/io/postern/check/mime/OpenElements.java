package io.postern.check.mime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;

/**
 * Which elements are open, and whether what stands in them is seen. A document may leave open what it likes: only so many of
 * the innermost are known, and looked at for the one that ends.
 */
final class OpenElements {

    private static final Set<String> EMPTY = Set.of(
            "area",
            "base",
            "basefont",
            "bgsound",
            "br",
            "col",
            "embed",
            "frame",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "param",
            "source",
            "track",
            "wbr");

    /** One ends where the next begins. */
    private static final Set<String> ENDED_BY_THE_NEXT = Set.of("p", "li", "dt", "dd", "tr", "td", "th", "option");

    private static final int MOST = 128;
    private static final int LOOKED_THROUGH = 32;

    private record Element(String name, HtmlStyle style) {}

    private final Deque<Element> elements = new ArrayDeque<>();

    /** Whether what comes next is not seen. */
    boolean hidden() {
        return style().hidden();
    }

    private HtmlStyle style() {
        Element innermost = elements.peek();
        return innermost == null ? HtmlStyle.PLAIN : innermost.style();
    }

    void open(HtmlTag tag) {
        Element innermost = elements.peek();
        if (innermost != null && innermost.name().equals(tag.name()) && ENDED_BY_THE_NEXT.contains(tag.name())) {
            elements.pop();
        }
        if (!EMPTY.contains(tag.name()) && !tag.name().isEmpty()) {
            if (elements.size() == MOST) {
                elements.removeLast();
            }
            elements.push(new Element(tag.name(), style().within(tag)));
        }
    }

    void close(String name) {
        int depth = 0;
        Iterator<Element> fromInnermost = elements.iterator();
        while (fromInnermost.hasNext() && depth++ < LOOKED_THROUGH) {
            if (fromInnermost.next().name().equals(name)) {
                for (int i = 0; i < depth; i++) {
                    elements.pop();
                }
                return;
            }
        }
    }
}
