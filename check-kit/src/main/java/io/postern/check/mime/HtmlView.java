package io.postern.check.mime;

import io.postern.check.mime.Link.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is seen of an HTML document, what is hidden in it, and where its links lead. White space is one space, wherever it is. */
final class HtmlView {

    private static final int MOST_SEAMS = 10_000;
    private static final int MOST_LINKS = 2_000;
    private static final int MOST_TAGS = 100;
    private static final int LONGEST_LABEL = 1_000;

    private static final Pattern REFRESH = Pattern.compile("url\\s*=\\s*['\"]?([^'\"]*)", Pattern.CASE_INSENSITIVE);

    private final StringBuilder text;
    private final StringBuilder hidden = new StringBuilder();
    private final List<Integer> seams = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final Map<String, Integer> tags = new HashMap<>();
    private int lastMarkup = -1;
    private @Nullable String target;
    private int labelStart;

    HtmlView(int length) {
        this.text = new StringBuilder(length / 2);
    }

    String text() {
        return text.toString();
    }

    String hidden() {
        return hidden.toString();
    }

    List<Integer> seams() {
        return seams;
    }

    List<Link> links() {
        return links;
    }

    Map<String, Integer> tags() {
        return tags;
    }

    void text(String piece, boolean unseen) {
        if (piece.isEmpty()) {
            return;
        }
        if (!unseen && lastMarkup == text.length() && lastMarkup > 0 && joins(piece) && seams.size() < MOST_SEAMS) {
            seams.add(lastMarkup);
        }
        append(unseen ? hidden : text, piece);
    }

    private boolean joins(String piece) {
        return Character.isLetterOrDigit(text.charAt(text.length() - 1)) && Character.isLetterOrDigit(piece.charAt(0));
    }

    private static void append(StringBuilder to, String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (c > ' ' && !Character.isSpaceChar(c)) {
                to.append(c);
            } else {
                space(to);
            }
        }
    }

    private static void space(StringBuilder to) {
        if (!to.isEmpty() && to.charAt(to.length() - 1) != ' ') {
            to.append(' ');
        }
    }

    /** Something that is not text stands here. */
    void markup() {
        lastMarkup = text.length();
    }

    /** A word ends here. */
    void space() {
        space(text);
        space(hidden);
    }

    /** An element is opened. */
    void tag(HtmlTag tag, boolean unseen) {
        if (tag.name().isEmpty()) {
            return;
        }
        if (tags.size() < MOST_TAGS || tags.containsKey(tag.name())) {
            tags.merge(tag.name(), 1, Integer::sum);
        }
        switch (tag.name()) {
            case "a" -> linkBegins(tag.get("href"));
            case "area" -> link(Kind.ANCHOR, tag.get("href"), tag.get("alt"));
            case "img" -> link(Kind.IMAGE, tag.get("src"), unseen ? "" : tag.get("alt"));
            case "form" -> link(Kind.FORM, tag.get("action"), "");
            case "button", "input" -> link(Kind.FORM, tag.get("formaction"), tag.get("value"));
            case "link", "base" -> link(Kind.OTHER, tag.get("href"), "");
            case "iframe", "frame", "script", "embed" -> link(Kind.OTHER, tag.get("src"), "");
            case "object" -> link(Kind.OTHER, tag.get("data"), "");
            case "meta" -> refresh(tag);
            default -> {}
        }
        link(Kind.IMAGE, tag.get("background"), "");
    }

    private void refresh(HtmlTag tag) {
        Matcher url = REFRESH.matcher(tag.get("content"));
        if (tag.get("http-equiv").toLowerCase(Locale.ROOT).equals("refresh") && url.find()) {
            link(Kind.OTHER, url.group(1).strip(), "");
        }
    }

    private void linkBegins(String href) {
        linkEnds();
        target = href;
        labelStart = text.length();
    }

    /** The text of a link ends here, if one is open. */
    void linkEnds() {
        if (target != null) {
            int end = Math.min(text.length(), labelStart + LONGEST_LABEL);
            link(
                    Kind.ANCHOR,
                    target,
                    text.substring(Math.min(labelStart, end), end).strip());
            target = null;
        }
    }

    private void link(Kind kind, String to, String shown) {
        if (!to.isEmpty() && links.size() < MOST_LINKS) {
            links.add(new Link(kind, to, shown));
        }
    }

    /** The document ends here. */
    void end() {
        linkEnds();
        trim(text);
        trim(hidden);
    }

    private static void trim(StringBuilder built) {
        if (!built.isEmpty() && built.charAt(built.length() - 1) == ' ') {
            built.setLength(built.length() - 1);
        }
    }
}
