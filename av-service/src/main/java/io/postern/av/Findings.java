package io.postern.av;

import static io.postern.av.ScanResult.Kind.CLEAN;
import static io.postern.av.ScanResult.Kind.FOUND;

import io.postern.check.Finding;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.PeerReply;
import io.postern.contract.Verdict.Reason;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a finding, with a reason for each thing, of what the engines reported. */
@Singleton
class Findings {

    private static final double HIGHEST = 100;

    private final double score;

    Findings(AvSettings settings) {
        this.score = settings.score();
        if (!(score >= 0 && score <= HIGHEST)) {
            throw new ConfigurationException("postern.av.score is not between 0 and 100: " + score);
        }
    }

    Finding of(Report report) {
        List<Reason> reasons = report.results().stream().map(this::reason).toList();
        return report.kind() == CLEAN ? new Finding(Outcome.PASS, 0, reasons, null) : Finding.of(reasons);
    }

    private Reason reason(ScanResult result) {
        return new Reason(
                result.kind().code(),
                result.kind().text,
                detail(result),
                result.kind() == FOUND ? score : 0,
                result.kind().error(),
                reply(result));
    }

    private static Map<String, String> detail(ScanResult result) {
        Map<String, String> detail = new HashMap<>();
        detail.put("engine", result.engine());
        detail.put("version", result.version());
        detail.put(result.kind().error() ? "cause" : "name", result.about());
        detail.values().removeIf(String::isEmpty);
        return detail;
    }

    /** Of what could not be found out the policy has a text of its own. */
    private static @Nullable PeerReply reply(ScanResult result) {
        return switch (result.kind()) {
            case FOUND -> rejected("virus " + result.about() + " found");
            case TOO_LARGE -> rejected("too large to be scanned for viruses");
            case UNSCANNABLE -> rejected("has something in it that cannot be scanned for viruses");
            case ENGINE_ERROR, ENGINE_GONE, TIME_OUT, CLEAN -> null;
        };
    }

    private static PeerReply rejected(String why) {
        return new PeerReply(554, "5.7.1", "Message rejected: " + why);
    }
}
