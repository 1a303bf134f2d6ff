package io.postern.av;

import static io.postern.av.ScanResult.Kind.FOUND;
import static io.postern.av.ScanResult.Kind.TOO_LARGE;
import static io.postern.av.ScanResult.Kind.UNSCANNABLE;

import io.postern.av.AvSettings.Unpacked;
import io.postern.check.part.Appearance;
import io.postern.check.part.Blob;
import io.postern.check.part.MailParts;
import io.postern.check.part.PartLimits;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Has a mail scanned as it is, and then what can be unpacked from it, until something is found. The texts of a
 * mail that everybody reads alike need not be unpacked, the engine does that itself; an attachment is scanned by itself in any
 * case, for within a mail it may lie too deep for the engine.
 */
@Singleton
class MailScan {

    private final Engines engines;
    private final Memory memory;
    private final Unpacked unpacked;
    private final MailParts parts;

    MailScan(Engines engines, Memory memory, AvSettings settings) {
        this.engines = engines;
        this.memory = memory;
        AvSettings.Parts limits = settings.parts();
        Checked.atLeast(1, "parts.depth", limits.depth());
        Checked.atLeast(1, "parts.count", limits.count());
        this.unpacked = limits.scan();
        this.parts = new MailParts(
                new PartLimits(limits.depth(), limits.count(), limits.size().asLongValue()));
    }

    Report scan(Blob mail, Allowance allowance) throws IOException, InterruptedException {
        ScanResult whole = engines.scan(mail, allowance);
        if (settled(whole) || unpacked == Unpacked.NOTHING) {
            return Report.of(whole);
        }
        boolean everything = everything(whole);
        if (!everything) {
            Appearance appearance = MailParts.appearance(mail);
            if (!appearance.doubtful() && !appearance.attachments()) {
                return Report.of(whole);
            }
            everything = appearance.doubtful();
        }
        List<ScanResult> results = new ArrayList<>(List.of(whole));
        boolean all = parts.read(mail, !everything, piece -> {
            Report report = part(piece.bytes(), allowance);
            results.addAll(report.results());
            return report.results().stream().noneMatch(MailScan::settled);
        });
        if (!all) {
            results.add(new ScanResult(UNSCANNABLE, "more in it than is unpacked", whole.engine(), whole.version()));
        }
        return Report.of(results);
    }

    /** Whether the mail is unpacked in all readings, however plain it is. */
    private boolean everything(ScanResult whole) {
        return unpacked == Unpacked.ALL || engines.builtIn() || whole.kind() == TOO_LARGE;
    }

    /** Whether nothing that other scans might find would change what becomes of the mail. */
    private static boolean settled(ScanResult result) {
        return result.kind() == FOUND || result.kind().error();
    }

    private Report part(Blob piece, Allowance allowance) throws InterruptedException {
        Report known = memory.part(piece.sha256());
        if (known != null) {
            return known;
        }
        Report report = Report.of(engines.scan(piece, allowance));
        memory.keepPart(piece.sha256(), report);
        return report;
    }
}
