package io.postern.check.mime;

import io.postern.check.mime.Link.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses in a text that many programs make links of. */
final class PlainLinks {

    private static final int MOST = 2_000;

    private static final Pattern LINK =
            Pattern.compile("\\b(?:https?://|ftp://|www\\.)[^\\s<>\"\\u00a0]{1,2000}+", Pattern.CASE_INSENSITIVE);

    /** They end the sentence, not the link. */
    private static final Pattern END_OF_SENTENCE = Pattern.compile("[.,;:!?)'\\]}]+$");

    private PlainLinks() {}

    static List<Link> in(String text) {
        List<Link> links = new ArrayList<>();
        Matcher link = LINK.matcher(text);
        while (links.size() < MOST && link.find()) {
            String target = END_OF_SENTENCE.matcher(link.group()).replaceFirst("");
            links.add(new Link(Kind.PLAIN, target, target));
        }
        return links;
    }
}
