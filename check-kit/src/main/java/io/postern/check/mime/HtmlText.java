package io.postern.check.mime;

import java.util.Locale;
import java.util.Set;
import org.jsoup.parser.Parser;

/**
 * The text of an HTML document as a browser shows it, near enough to look for words. Not by way of a document tree: to
 * build the one that HTML 5 prescribes can take a minute for a megabyte of {@code <i><table>}. This reads once from start
 * to end.
 */
final class HtmlText {

    /** Elements that stand within a word; all others separate words. */
    private static final Set<String> INLINE = Set.of(
            "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
            "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt",
            "u", "var", "wbr");

    /** Elements whose content is not shown and has no markup. */
    private static final Set<String> HIDDEN = Set.of("script", "style");

    private final String html;
    private final StringBuilder text;
    private int at;

    private HtmlText(String html) {
        this.html = html;
        this.text = new StringBuilder(html.length() / 2);
    }

    static String of(String html) {
        String text = new HtmlText(html).read();
        return Parser.unescapeEntities(text, false)
                .replaceAll("[\\s\\u00a0]+", " ")
                .strip();
    }

    private String read() {
        while (at < html.length()) {
            int open = find("<", at);
            text.append(html, at, open);
            at = open;
            if (html.startsWith("<!--", at)) {
                skipTo("-->");
            } else if (startsTag(at)) {
                tag();
            } else if (at < html.length()) {
                text.append(html.charAt(at++));
            }
        }
        return text.toString();
    }

    private boolean startsTag(int open) {
        if (open + 1 >= html.length()) {
            return false;
        }
        char next = html.charAt(open + 1);
        return next == '/' || next == '!' || next == '?' || isLetter(next);
    }

    private void tag() {
        boolean closing = html.charAt(at + 1) == '/';
        int start = at + (closing ? 2 : 1);
        int end = start;
        while (end < html.length() && isLetterOrDigit(html.charAt(end))) {
            end++;
        }
        String name = html.substring(start, end).toLowerCase(Locale.ROOT);
        at = end;
        skipAttributes();
        if (!INLINE.contains(name)) {
            text.append(' ');
        }
        if (!closing && HIDDEN.contains(name)) {
            at = findIgnoringCase("</" + name);
        }
    }

    /** Behind the {@code >} that ends the tag; one within quotes, which follow an equals sign, does not. */
    private void skipAttributes() {
        char last = ' ';
        while (at < html.length()) {
            char c = html.charAt(at++);
            if (c == '>') {
                return;
            }
            if ((c == '"' || c == '\'') && last == '=') {
                skipTo(String.valueOf(c));
            }
            if (c > ' ') {
                last = c;
            }
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

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isLetterOrDigit(char c) {
        return isLetter(c) || (c >= '0' && c <= '9');
    }
}
