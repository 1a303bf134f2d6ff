package io.postern.contract;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was decided and from what: with the answers and the rules in it, the decision can be made again.
 *
 * @param id the mail id, or the session id before there is a mail
 * @param phase which phase was decided
 * @param session the session
 * @param envelope as far as known
 * @param action what was decided
 * @param reply the reply to the client, as sent
 * @param score the weighted sum of the counted scores
 * @param policy digest of the policy in force, so that its text can be found
 * @param thresholds of the policy in force
 * @param answers one for each check that was asked or that the policy names
 * @param decidedAt when
 * @param waitedMicros from the question to the decision
 */
public record Decision(
        String id,
        Phase phase,
        Session session,
        @Nullable Envelope envelope,
        Action action,
        String reply,
        double score,
        String policy,
        Thresholds thresholds,
        List<Answer> answers,
        Instant decidedAt,
        long waitedMicros) {

    /** What was decided, mildest first. */
    public enum Action {
        ACCEPT,
        TAG,
        QUARANTINE,
        DEFER,
        REJECT
    }

    /** The sums of scores from which on mail is tagged, quarantined, rejected; {@code null}: never. */
    public record Thresholds(
            @Nullable Double tag,
            @Nullable Double quarantine,
            @Nullable Double reject) {}

    /**
     * What a check contributed.
     *
     * @param check the check
     * @param rule the policy's rule for it
     * @param state whether it answered
     * @param verdict its verdict, if it answered
     */
    public record Answer(
            String check,
            CheckRule rule,
            State state,
            @Nullable Verdict verdict) {

        /** Whether a check answered. */
        public enum State {
            /** In time. */
            ANSWERED,
            /** Not before the deadline. */
            LATE,
            /** Not waited for: gone, or late too often of late. */
            ABSENT,
            /** Not needed any more, or not counted, and not there yet. */
            PENDING
        }

        public Answer {
            requireNonNull(check, "check");
            requireNonNull(rule, "rule");
            requireNonNull(state, "state");
        }
    }

    public Decision {
        requireNonNull(id, "id");
        requireNonNull(phase, "phase");
        requireNonNull(session, "session");
        requireNonNull(action, "action");
        requireNonNull(reply, "reply");
        requireNonNull(policy, "policy");
        requireNonNull(thresholds, "thresholds");
        requireNonNull(decidedAt, "decidedAt");
        answers = List.copyOf(requireNonNullElse(answers, List.of()));
    }
}
