package io.postern.check.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Whether two programs could read a mail differently. Not known tricks are looked for, but everything that is other than in the
 * plainest of mails: what nobody thought of yet is doubtful, too.
 */
final class Doubts implements LooseReading.Reader {

    private static final int MOST_BOUNDARIES = 100;
    private static final int MOST_BODIES = 5_000;

    private final BooleanSupplier enough;
    private final List<String> boundaries = new ArrayList<>();
    private final Set<Ambiguity> ambiguities = EnumSet.noneOf(Ambiguity.class);
    private int bodies;
    private boolean attachments;
    /** Whether the line in front of the header is none of the mail's boundaries; then it may be no header at all. */
    private boolean strange;

    private Doubts(BooleanSupplier enough) {
        this.enough = enough;
    }

    static Appearance about(Blob mail, BooleanSupplier enough) throws IOException, InterruptedException {
        Doubts doubts = new Doubts(enough);
        new LooseReading(mail, doubts).read();
        return new Appearance(doubts.ambiguities, doubts.attachments);
    }

    @Override
    public void hyphens(String line, boolean separates) {
        boolean known = boundaries.stream().anyMatch(b -> line.equals("--" + b) || line.equals("--" + b + "--"));
        boolean nearly = boundaries.stream().anyMatch(b -> line.startsWith("--" + b));
        if (nearly != (known && separates)) {
            ambiguities.add(Ambiguity.STRUCTURE);
        }
        if (separates) {
            strange = !known;
        }
    }

    @Override
    public void header(Declared header) {
        if (!strange) {
            ambiguities.addAll(header.doubts());
        } else if (!header.silent()) {
            ambiguities.add(Ambiguity.STRUCTURE);
        }
        attachments |= header.attachment();
        String boundary = header.boundary();
        if (boundary != null) {
            if (boundaries.size() == MOST_BOUNDARIES
                    || boundaries.stream().anyMatch(b -> b.startsWith(boundary) || boundary.startsWith(b))) {
                ambiguities.add(Ambiguity.BOUNDARY);
            } else {
                boundaries.add(boundary);
            }
        }
    }

    @Override
    public void body(LooseBody body) throws IOException {
        bodies++;
        ambiguities.addAll(bodies > MOST_BODIES ? Set.of(Ambiguity.STRUCTURE) : body.doubts());
    }

    @Override
    public boolean hasEnough() {
        return bodies > MOST_BODIES || enough.getAsBoolean();
    }
}
