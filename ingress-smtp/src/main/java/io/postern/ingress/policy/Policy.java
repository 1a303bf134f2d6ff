package io.postern.ingress.policy;

import io.postern.contract.CheckRule;
import io.postern.contract.CheckRule.Mode;
import io.postern.contract.Decision.Action;
import io.postern.contract.Decision.Answer;
import io.postern.contract.Decision.Thresholds;
import io.postern.contract.Envelope;
import io.postern.contract.Phase;
import io.postern.contract.Session;
import io.postern.contract.Verdict.PeerReply;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the operator wants done about what the checks report. {@link #rule} says what a check may do to this mail,
 * {@link #decide} is a pure function of the answers and their rules.
 *
 * @param digest of the file it was read from
 * @param checks by name
 * @param thresholds on the sum of scores
 * @param exemptions which mail is spared which checks
 * @param outgoingSkips the checks that mail of our own people is spared
 * @param fullForGood whether a full mailbox is refused for good, instead of for now
 * @param senders addresses and domains ("@" in front) that users may send as besides their own, by user
 * @param scoreHeader which mail tells its recipients how its score came about
 */
public record Policy(
        String digest,
        Map<String, NamedCheck> checks,
        Thresholds thresholds,
        List<Exemption> exemptions,
        Set<String> outgoingSkips,
        boolean fullForGood,
        Map<String, Set<String>> senders,
        ScoreHeader scoreHeader) {

    /** Which mail from outside carries a header that tells how its score came about. */
    public enum ScoreHeader {
        NEVER,
        TAGGED,
        ALWAYS
    }

    /** They ask about strangers. */
    static final Set<String> SKIPPED_BY_OUTGOING = Set.of("rbl", "address", "greylist");

    /** The rule of a check that the policy does not name. */
    private static final CheckRule UNNAMED =
            new CheckRule(Mode.SHADOW, CheckRule.OnFail.REJECT, CheckRule.OnError.ACCEPT, 1);

    private static final PeerReply SPAM = new PeerReply(554, "5.7.1", "Message rejected: looks like spam");

    /**
     * A check that the policy names.
     *
     * @param rule what follows from its verdicts
     * @param deadline how long its answer is waited for
     * @param phases when it is asked; only told for checks that may be gone before they ever registered
     */
    public record NamedCheck(CheckRule rule, Duration deadline, Set<Phase> phases) {

        public NamedCheck {
            phases = Set.copyOf(phases);
        }
    }

    /**
     * A decision, and why.
     *
     * @param refusal what to tell the client if the mail is rejected or deferred, for a deferral still in its permanent
     *     form; {@code null} if it is not
     * @param unchecked checks whose answer is missing and not needed
     * @param by the check that asked for the action, {@value #SUM} if it was the sum of the scores, empty if nobody did
     */
    public record Ruling(
            Action action, double score, @Nullable PeerReply refusal, List<String> unchecked, String by) {

        static final String SUM = "score";

        /** One that nobody asked for. */
        public Ruling(Action action, double score, @Nullable PeerReply refusal, List<String> unchecked) {
            this(action, score, refusal, unchecked, "");
        }

        public Ruling {
            unchecked = List.copyOf(unchecked);
            if (refuses(action) != (refusal != null)) {
                throw new IllegalArgumentException(action + " with refusal " + refusal);
            }
        }

        /** Whether the client is told no, for good or for now. */
        public boolean refuses() {
            return refuses(action);
        }

        private static boolean refuses(Action action) {
            return action == Action.DEFER || action == Action.REJECT;
        }
    }

    public Policy {
        checks = Map.copyOf(checks);
        exemptions = List.copyOf(exemptions);
        outgoingSkips = Set.copyOf(outgoingSkips);
        senders = Map.copyOf(senders);
    }

    /**
     * Whether a user may send as an address: his own, in whatever way it is written, or one listed for him.
     *
     * @param same whether two addresses are those of one mailbox
     */
    public boolean owns(String user, String address, BiPredicate<String, String> same) {
        if (same.test(user, address)) {
            return true;
        }
        String domain = address.substring(address.lastIndexOf('@') + 1);
        return senders.getOrDefault(user.toLowerCase(Locale.ROOT), Set.of()).stream()
                .anyMatch(listed -> listed.startsWith("@")
                        ? listed.substring(1).equalsIgnoreCase(domain)
                        : same.test(listed, address));
    }

    /** Whether a mail shall tell its recipients how its score came about. Mail of our own people does not tell others. */
    public boolean tellsScore(Ruling ruling, Session session) {
        return !session.outgoing()
                && switch (scoreHeader) {
                    case NEVER -> false;
                    case TAGGED -> ruling.action() == Action.TAG;
                    case ALWAYS -> true;
                };
    }

    /** The answers that still count, now that more is known of the client than when the checks were asked. */
    public List<Answer> relevant(List<Answer> answers, Session session, @Nullable Envelope envelope) {
        return answers.stream()
                .filter(answer -> !spared(answer.check(), session, envelope))
                .toList();
    }

    private boolean spared(String check, Session session, @Nullable Envelope envelope) {
        return (session.outgoing() && outgoingSkips.contains(check))
                || exemptions.stream().anyMatch(exemption -> exemption.spares(check, session, envelope));
    }

    /** What {@code check} may do to a mail of this session and envelope. */
    public CheckRule rule(String check, Session session, @Nullable Envelope envelope) {
        NamedCheck named = checks.get(check);
        if (named == null) {
            return UNNAMED;
        }
        return spared(check, session, envelope) ? off(named.rule()) : named.rule();
    }

    /** How long {@code check} is waited for. */
    public Duration deadline(String check) {
        NamedCheck named = checks.get(check);
        return named == null ? Duration.ZERO : named.deadline();
    }

    /** Whether the answers so far cannot but lead to a rejection. */
    public boolean decided(List<Answer> answers) {
        return answers.stream().anyMatch(answer -> Demand.of(answer).action() == Action.REJECT);
    }

    /**
     * Decides.
     *
     * @param phase a sum of scores over a threshold counts for what it is then: the client's reputation or the mail
     * @param answers of this phase and those before it
     */
    public Ruling decide(Phase phase, Session session, List<Answer> answers) {
        Action action = Action.ACCEPT;
        double score = 0;
        PeerReply refusal = null;
        String by = "";
        Set<String> unchecked = new LinkedHashSet<>();
        for (Answer answer : answers) {
            if (!answer.rule().awaited()) {
                continue;
            }
            if (Demand.unanswered(answer)) {
                unchecked.add(answer.check());
            } else if (answer.verdict() != null) {
                score += answer.verdict().score() * answer.rule().weight();
            }
            Demand demand = Demand.of(answer);
            if (demand.action().compareTo(action) > 0) {
                action = demand.action();
                refusal = demand.refusal();
                by = answer.check();
            }
        }
        Action summed = summed(score);
        if (summed.compareTo(action) > 0) {
            action = summed;
            refusal = phase == Phase.MESSAGE ? SPAM : reputation(session);
            by = Ruling.SUM;
        }
        return new Ruling(action, score, Ruling.refuses(action) ? refusal : null, List.copyOf(unchecked), by);
    }

    /** The text for a client whose scores before the message are too high. */
    private static PeerReply reputation(Session session) {
        return new PeerReply(554, "5.7.1", "Rejected: poor reputation of [" + session.clientIp() + "]");
    }

    private Action summed(double score) {
        if (reached(thresholds.reject(), score)) {
            return Action.REJECT;
        }
        if (reached(thresholds.quarantine(), score)) {
            return Action.QUARANTINE;
        }
        return reached(thresholds.tag(), score) ? Action.TAG : Action.ACCEPT;
    }

    private static boolean reached(@Nullable Double threshold, double score) {
        return threshold != null && score >= threshold;
    }

    private static CheckRule off(CheckRule rule) {
        return new CheckRule(Mode.OFF, rule.onFail(), rule.onError(), rule.weight(), rule.reasons());
    }
}
