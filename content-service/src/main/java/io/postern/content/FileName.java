package io.postern.content;

import java.util.List;
import java.util.Set;

/** The name of a file as the program sees it that is to open it, however it looks to a reader. */
record FileName(List<String> pieces) {

    private static final Folding FOLDING = new Folding(true, false, true, false, false);

    /** What a reader takes for the kind of a file if it stands in front of the real one. */
    private static final Set<String> INNOCENT = Set.of(
            "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "rtf", "txt", "csv", "xml", "htm", "html",
            "jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "mp3", "mp4", "avi", "mov", "wav", "zip", "eml", "msg");

    /** Windows drops dots and spaces at the end; characters nobody sees may turn the direction of the rest. */
    static FileName of(String name) {
        String seen = FOLDING.fold(name).replaceAll("[. ]+$", "");
        String last = seen.substring(Math.max(seen.lastIndexOf('/'), seen.lastIndexOf('\\')) + 1);
        return new FileName(List.of(last.split("[ ]*\\.[ ]*", -1)));
    }

    /** In lower case, without the dot; empty if there is none. */
    String extension() {
        return pieces.size() < 2 ? "" : pieces.getLast();
    }

    /** Whether another extension stands in front of the real one, to be taken for it. */
    boolean doubled() {
        return pieces.size() > 2 && INNOCENT.contains(pieces.get(pieces.size() - 2));
    }
}
