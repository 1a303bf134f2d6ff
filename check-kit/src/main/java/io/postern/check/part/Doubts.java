package io.postern.check.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether two programs could read a mail differently. Not known tricks are looked for, but everything that is other than in the
 * plainest of mails: what nobody thought of yet is doubtful, too.
 */
final class Doubts implements LooseReading.Reader {

    private static final int MOST_BOUNDARIES = 100;

    private final List<String> boundaries = new ArrayList<>();
    private boolean doubtful;
    private boolean attachments;
    /** Whether the line in front of the header is none of the mail's boundaries; then it may be no header at all. */
    private boolean strange;

    private Doubts() {}

    static Appearance about(Blob mail) throws IOException, InterruptedException {
        Doubts doubts = new Doubts();
        new LooseReading(mail, doubts).read();
        if (doubts.doubtful) {
            return Appearance.DOUBTFUL;
        }
        return doubts.attachments ? Appearance.ATTACHMENTS : Appearance.TEXTS;
    }

    @Override
    public void hyphens(String line, boolean separates) {
        boolean known = boundaries.stream().anyMatch(b -> line.equals("--" + b) || line.equals("--" + b + "--"));
        boolean nearly = boundaries.stream().anyMatch(b -> line.startsWith("--" + b));
        doubtful |= nearly != (known && separates);
        if (separates) {
            strange = !known;
        }
    }

    @Override
    public void header(Declared header) {
        doubtful |= strange ? !header.silent() : !header.plain();
        attachments |= header.attachment();
        String boundary = header.boundary();
        if (boundary != null) {
            doubtful |= boundaries.size() == MOST_BOUNDARIES
                    || boundaries.stream().anyMatch(b -> b.startsWith(boundary) || boundary.startsWith(b));
            boundaries.add(boundary);
        }
    }

    @Override
    public void body(LooseBody body) throws IOException {
        doubtful |= !body.plain();
    }

    @Override
    public boolean hasEnough() {
        return doubtful;
    }
}
