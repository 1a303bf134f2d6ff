package io.postern.check.mime;

import io.postern.check.mime.MimeView.Flag;
import io.postern.check.part.Ambiguity;
import io.postern.check.part.Blob;
import io.postern.check.part.MailParts;
import io.postern.check.part.PartLimits;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * The whole reading of one mail: as the standards say, then whether there is anything to wonder about, and if so once more
 * by how its lines look. For one use.
 */
final class MailReading {

    private final Blob mail;
    private final MimeLimits limits;
    private final Stopwatch stopwatch;
    private final Contents contents;

    MailReading(Blob mail, MimeLimits limits) {
        this.mail = mail;
        this.limits = limits;
        this.stopwatch = new Stopwatch(limits.time());
        this.contents = new Contents(limits);
    }

    MimeView read() throws IOException, InterruptedException {
        MimeReader standard = new MimeReader(limits, stopwatch, contents);
        standard.read(mail);
        Set<Ambiguity> ambiguities = EnumSet.noneOf(Ambiguity.class);
        ambiguities.addAll(MailParts.appearance(mail, stopwatch::over).ambiguities());
        if (!ambiguities.isEmpty() || contents.flags().contains(Flag.BROKEN)) {
            readLoosely();
        }
        ambiguities.addAll(contents.ambiguities());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (stopwatch.over()) {
            contents.flag(Flag.TOO_SLOW);
        }
        return new MimeView(
                standard.messages(), contents.texts(), contents.attachments(), ambiguities, contents.flags());
    }

    /** What only this reading finds is put to the rest. */
    private void readLoosely() throws IOException, InterruptedException {
        contents.anew();
        MailParts parts = new MailParts(new PartLimits(limits.depth(), limits.parts(), limits.bytes() / 4));
        boolean all = parts.readLoosely(mail, stopwatch::over, piece -> {
            contents.add(piece);
            return true;
        });
        if (!all) {
            contents.flag(Flag.TOO_MANY_PARTS);
        }
    }
}
