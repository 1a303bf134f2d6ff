package io.postern.check;

import static java.util.Objects.requireNonNull;

import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.PeerReply;
import io.postern.contract.Verdict.Reason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check found. It says what is the case; whether that refuses a mail is the policy's to say.
 *
 * @param outcome what came of it
 * @param score adds to the sum on which the policy has thresholds; more is worse
 * @param reasons for the operator; a code without a dot gets the check's name in front: {@code bare} becomes
 *     {@code helo.bare}
 * @param reply what the client should be told if this finding decides; without one the policy has a constant text
 */
public record Finding(
        Outcome outcome,
        double score,
        List<Reason> reasons,
        @Nullable PeerReply reply) {

    /** The score of a {@link #fail} unless it says another: a third of what the default policy rejects for. */
    public static final double DEFAULT_SCORE = 5.0;

    public Finding {
        requireNonNull(outcome, "outcome");
        reasons = List.copyOf(reasons);
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("score is not finite: " + score);
        }
    }

    /** Nothing against it. */
    public static Finding pass() {
        return new Finding(Outcome.PASS, 0, List.of(), null);
    }

    /**
     * Found what the check looks for.
     *
     * @param code stable and short
     * @param text for the operator; never the mail's own text, never a secret
     */
    public static Finding fail(String code, String text) {
        return fail(List.of(new Reason(code, text, Map.of())));
    }

    /** Found what the check looks for. */
    public static Finding fail(List<Reason> reasons) {
        return new Finding(Outcome.FAIL, DEFAULT_SCORE, reasons, null);
    }

    /**
     * What several reasons come to: FAIL with the sum of their scores if one of them is more than an {@link
     * Reason#error}, ERROR if none is, PASS if there are none.
     */
    public static Finding of(List<Reason> reasons) {
        Outcome outcome = reasons.isEmpty()
                ? Outcome.PASS
                : reasons.stream().allMatch(Reason::error) ? Outcome.ERROR : Outcome.FAIL;
        double score = reasons.stream().mapToDouble(Reason::score).sum();
        return new Finding(outcome, score, reasons, null);
    }

    /** The check cannot tell. Never a reason to reject. */
    public static Finding error(String cause) {
        return new Finding(Outcome.ERROR, 0, List.of(new Reason("error", cause, Map.of(), 0, true, null)), null);
    }

    /** The same with another score. */
    public Finding score(double other) {
        return new Finding(outcome, other, reasons, reply);
    }

    /**
     * The same with what the client should be told.
     *
     * @param code 550 to 559
     * @param status the enhanced status code: 5.x.x
     * @param text one line of printable ASCII, without the id, which is added
     */
    public Finding reply(int code, String status, String text) {
        return new Finding(outcome, score, reasons, new PeerReply(code, status, text));
    }
}
