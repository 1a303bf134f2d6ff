package io.postern.check.mime;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether text is seen, as far as the attributes of the elements around it tell. Style sheets are not read.
 *
 * @param color of the text, {@code #rrggbb} or its name; empty if it is not told
 * @param ground of what is behind it, the same
 */
record HtmlStyle(boolean hidden, String color, String ground) {

    static final HtmlStyle PLAIN = new HtmlStyle(false, "", "#ffffff");

    private static final Pattern OFF = Pattern.compile("(?:^|;)(?:display:none|visibility:hidden|mso-hide:all"
            + "|(?:opacity|font-size|max-height):0+(?:\\.0+)?(?:px|pt|em|rem|%)?(?:;|$|!)"
            + "|font-size:(?:0?\\.\\d+|1)(?:px|pt|%)(?:;|$|!)"
            + "|text-indent:-\\d{3,})");
    private static final Pattern COLOR = Pattern.compile("(?:^|;)color:([^;!]{1,40})");
    private static final Pattern GROUND = Pattern.compile("(?:^|;)background(?:-color)?:([^;!]{1,40})");
    private static final Pattern RGB = Pattern.compile("rgba?\\((\\d{1,3}),(\\d{1,3}),(\\d{1,3})[,)].*");

    private static final Set<String> NOT_SAID = Set.of("", "transparent", "none", "inherit");

    private static final Map<String, String> NAMES = Map.of(
            "white", "#ffffff", "black", "#000000", "red", "#ff0000", "yellow", "#ffff00", "blue", "#0000ff", "snow",
            "#fffafa");

    /** How text within an element is seen that lies in text seen like this. */
    HtmlStyle within(HtmlTag tag) {
        Map<String, String> attributes = tag.attributes();
        if (attributes.isEmpty()) {
            return this;
        }
        String style = tag.get("style").toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
        boolean off =
                hidden || attributes.containsKey("hidden") || OFF.matcher(style).find();
        String front = last(COLOR, style, tag.get("color").isEmpty() ? tag.get("text") : tag.get("color"), color);
        String behind = last(GROUND, style, tag.get("bgcolor"), ground);
        boolean said = style.contains("color:") || attributes.containsKey("color") || attributes.containsKey("text");
        return new HtmlStyle(off || (said && front.equals(behind)), front, behind);
    }

    private static String last(Pattern property, String style, String attribute, String inherited) {
        String found = attribute;
        Matcher matcher = property.matcher(style);
        while (matcher.find()) {
            found = matcher.group(1);
        }
        return NOT_SAID.contains(found) ? inherited : color(found.toLowerCase(Locale.ROOT));
    }

    /** One way of writing it for all. */
    private static String color(String given) {
        Matcher rgb = RGB.matcher(given);
        if (rgb.matches()) {
            return String.format(
                    Locale.ROOT,
                    "#%02x%02x%02x",
                    Integer.parseInt(rgb.group(1)),
                    Integer.parseInt(rgb.group(2)),
                    Integer.parseInt(rgb.group(3)));
        }
        if (given.matches("#[0-9a-f]{3}")) {
            return given.replaceAll("([0-9a-f])", "$1$1");
        }
        return NAMES.getOrDefault(given, given);
    }
}
