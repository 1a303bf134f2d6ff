package io.postern.content;

import io.postern.check.file.BadFile;

/** A list of phrases, one a line; {@code #} begins a comment line, blank lines are nothing. */
final class PlainList {

    private PlainList() {}

    /** @throws BadFile naming line and reason */
    static ContentList parse(String name, String text, double score) throws BadFile {
        ListBuilder list = new ListBuilder(name, Folding.USUAL, score);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                try {
                    list.phrase(list.entry(number), line);
                } catch (BadFile e) {
                    throw new BadFile(number + ": " + e.getMessage());
                }
            }
        }
        return list.build();
    }
}
