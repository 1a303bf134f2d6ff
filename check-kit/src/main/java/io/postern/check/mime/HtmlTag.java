package io.postern.check.mime;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jsoup.parser.Parser;

/**
 * One tag.
 *
 * @param name in lower case; empty of what begins like one and has none
 * @param attributes by their names in lower case, entities decoded; of two of a name the first counts
 * @param end behind it in the document
 */
record HtmlTag(String name, boolean closing, Map<String, String> attributes, int end) {

    private static final int MOST_ATTRIBUTES = 32;
    private static final int LONGEST_VALUE = 8 * 1024;

    /** The tag that begins with {@code <} at an index. */
    static HtmlTag at(String html, int index) {
        boolean closing = html.charAt(index + 1) == '/';
        int start = index + (closing ? 2 : 1);
        int end = start;
        while (end < html.length() && isLetterOrDigit(html.charAt(end))) {
            end++;
        }
        Scanner attributes = new Scanner(html, end);
        attributes.read();
        return new HtmlTag(
                html.substring(start, end).toLowerCase(Locale.ROOT), closing, attributes.found, attributes.at);
    }

    /** The value of an attribute, without white space at the ends; empty if there is none. */
    String get(String attribute) {
        return attributes.getOrDefault(attribute, "").strip();
    }

    /** What stands for what, in the text of a document and in values. */
    static String unescape(String text) {
        return text.indexOf('&') < 0 ? text : Parser.unescapeEntities(text, false);
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isLetterOrDigit(char c) {
        return isLetter(c) || (c >= '0' && c <= '9');
    }

    /** Reads attributes up to the {@code >} that ends the tag; one within quotes, which follow an equals sign, does not. */
    private static final class Scanner {

        private final String html;
        private final Map<String, String> found = new HashMap<>();
        private int at;

        Scanner(String html, int at) {
            this.html = html;
            this.at = at;
        }

        void read() {
            while (at < html.length()) {
                char c = html.charAt(at);
                if (c == '>') {
                    at++;
                    return;
                }
                if (c <= ' ' || c == '/') {
                    at++;
                } else {
                    attribute();
                }
            }
        }

        private void attribute() {
            int start = at++;
            while (at < html.length() && !isEnd(html.charAt(at)) && html.charAt(at) != '=' && html.charAt(at) != '/') {
                at++;
            }
            int end = at;
            skipBlanks();
            String value = "";
            if (at < html.length() && html.charAt(at) == '=') {
                at++;
                skipBlanks();
                value = value();
            }
            if (found.size() < MOST_ATTRIBUTES && end - start <= MOST_ATTRIBUTES) {
                found.putIfAbsent(html.substring(start, end).toLowerCase(Locale.ROOT), value);
            }
        }

        private String value() {
            char quote = at < html.length() ? html.charAt(at) : ' ';
            boolean quoted = quote == '"' || quote == '\'';
            int start = quoted ? at + 1 : at;
            int end;
            if (quoted) {
                int found = html.indexOf(quote, start);
                end = found < 0 ? html.length() : found;
                at = Math.min(html.length(), end + 1);
            } else {
                while (at < html.length() && !isEnd(html.charAt(at))) {
                    at++;
                }
                end = at;
            }
            return unescape(html.substring(start, Math.min(end, start + LONGEST_VALUE)));
        }

        private void skipBlanks() {
            while (at < html.length() && html.charAt(at) <= ' ') {
                at++;
            }
        }

        private static boolean isEnd(char c) {
            return c <= ' ' || c == '>';
        }
    }
}
