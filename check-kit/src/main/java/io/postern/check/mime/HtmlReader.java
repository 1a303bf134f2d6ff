package io.postern.check.mime;

import java.util.Set;

/**
 * Reads an HTML document as a browser shows it, near enough to look for words and links. Not by way of a document tree: to
 * build the one that HTML 5 prescribes can take a minute for a megabyte of {@code <i><table>}. This reads once from start
 * to end, and keeps in mind which elements are open only as far as it has to.
 */
final class HtmlReader {

    /** Elements that stand within a word; all others separate words. */
    private static final Set<String> INLINE = Set.of(
            "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
            "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt",
            "u", "var", "wbr");

    /** Elements whose content is not shown and has no markup. */
    private static final Set<String> RAW = Set.of("script", "style");

    private final String html;
    private final HtmlView view;
    private final OpenElements open = new OpenElements();
    private int at;

    private HtmlReader(String html) {
        this.html = html;
        this.view = new HtmlView(html.length());
    }

    static HtmlView read(String html) {
        HtmlReader reader = new HtmlReader(html);
        reader.read();
        reader.view.end();
        return reader.view;
    }

    private void read() {
        while (at < html.length()) {
            int next = find("<", at);
            text(at, next);
            at = next;
            if (html.startsWith("<!--", at)) {
                skipTo("-->");
                view.markup();
            } else if (startsTag(at)) {
                tag();
            } else if (at < html.length()) {
                text(at, ++at);
            }
        }
    }

    private void text(int start, int end) {
        if (start < end) {
            view.text(HtmlTag.unescape(html.substring(start, end)), open.hidden());
        }
    }

    private boolean startsTag(int start) {
        if (start + 1 >= html.length()) {
            return false;
        }
        char next = html.charAt(start + 1);
        return next == '/' || next == '!' || next == '?' || HtmlTag.isLetter(next);
    }

    private void tag() {
        HtmlTag tag = HtmlTag.at(html, at);
        at = tag.end();
        view.markup();
        if (!INLINE.contains(tag.name()) && !tag.name().isEmpty()) {
            view.space();
        }
        if (tag.closing()) {
            open.close(tag.name());
            if (tag.name().equals("a")) {
                view.linkEnds();
            }
            return;
        }
        open.open(tag);
        view.tag(tag, open.hidden());
        if (RAW.contains(tag.name())) {
            at = findIgnoringCase("</" + tag.name());
        }
    }

    private void skipTo(String end) {
        at = Math.min(html.length(), find(end, at) + end.length());
    }

    private int find(String what, int from) {
        int found = html.indexOf(what, from);
        return found < 0 ? html.length() : found;
    }

    private int findIgnoringCase(String what) {
        int last = html.length() - what.length();
        for (int i = at; i <= last; i++) {
            if (html.regionMatches(true, i, what, 0, what.length())) {
                return i;
            }
        }
        return html.length();
    }
}
