package io.postern.av;

import io.postern.av.ScanResult.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What came of all scans of a mail.
 *
 * @param results the worst first; of each kind one, of viruses some
 */
record Report(List<ScanResult> results) {

    private static final int MOST_VIRUSES = 5;

    Report {
        results = List.copyOf(results);
        if (results.isEmpty()) {
            throw new IllegalArgumentException("nothing came of it");
        }
    }

    static Report of(ScanResult only) {
        return new Report(List.of(only));
    }

    /** Puts together what came of the mail and of its parts. */
    static Report of(List<ScanResult> all) {
        List<ScanResult> results = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            all.stream()
                    .filter(result -> result.kind() == kind)
                    .distinct()
                    .limit(kind == Kind.FOUND ? MOST_VIRUSES : 1)
                    .forEach(results::add);
        }
        if (results.size() > 1) {
            results.removeIf(result -> result.kind() == Kind.CLEAN);
        }
        return new Report(results);
    }

    /** Of the worst. */
    Kind kind() {
        return results.stream()
                .map(ScanResult::kind)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Whether something could not be found out, so that another attempt may find more. */
    boolean unfinished() {
        return results.stream().anyMatch(result -> result.kind().error());
    }
}
