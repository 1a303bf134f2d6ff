package io.postern.av;

import static io.postern.av.ScanResult.Kind.FOUND;
import static io.postern.av.ScanResult.Kind.UNSCANNABLE;

import io.postern.av.part.Blob;
import io.postern.av.part.MailParts;
import io.postern.av.part.PartLimits;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Has a mail scanned as it is, and then what can be unpacked from it, until something is found. */
@Singleton
class MailScan {

    private final Engines engines;
    private final Memory memory;
    private final boolean withParts;
    private final MailParts parts;

    MailScan(Engines engines, Memory memory, AvSettings settings) {
        this.engines = engines;
        this.memory = memory;
        AvSettings.Parts limits = settings.parts();
        Checked.atLeast(1, "parts.depth", limits.depth());
        Checked.atLeast(1, "parts.count", limits.count());
        this.withParts = limits.enabled();
        this.parts = new MailParts(
                new PartLimits(limits.depth(), limits.count(), limits.size().asLongValue()));
    }

    Report scan(Blob mail, Allowance allowance) throws IOException, InterruptedException {
        ScanResult whole = engines.scan(mail, allowance);
        if (!withParts || settled(whole)) {
            return Report.of(whole);
        }
        List<ScanResult> results = new ArrayList<>(List.of(whole));
        boolean all = parts.read(mail, piece -> {
            Report report = part(piece, allowance);
            results.addAll(report.results());
            return report.results().stream().noneMatch(MailScan::settled);
        });
        if (!all) {
            results.add(new ScanResult(UNSCANNABLE, "more in it than is unpacked", whole.engine(), whole.version()));
        }
        return Report.of(results);
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
