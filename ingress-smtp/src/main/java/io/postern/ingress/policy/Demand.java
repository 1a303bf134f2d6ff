package io.postern.ingress.policy;

import io.postern.contract.CheckRule;
import io.postern.contract.CheckRule.Mode;
import io.postern.contract.CheckRule.OnError;
import io.postern.contract.CheckRule.OnFail;
import io.postern.contract.CheckRule.OnReason;
import io.postern.contract.Decision.Action;
import io.postern.contract.Decision.Answer;
import io.postern.contract.Verdict;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.PeerReply;
import io.postern.contract.Verdict.Reason;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one check's answer alone asks for, by its rule.
 *
 * @param refusal what to tell the client if that is to refuse, for a deferral still in its permanent form
 */
record Demand(Action action, PeerReply refusal) {

    private static final PeerReply REJECTED = new PeerReply(554, "5.7.1", "Message rejected by policy");
    private static final PeerReply UNCHECKED =
            new PeerReply(554, "5.3.0", "Message could not be checked in time, try again later");
    private static final Demand NOTHING = new Demand(Action.ACCEPT, REJECTED);

    static Demand of(Answer answer) {
        if (!answer.rule().awaited()) {
            return NOTHING;
        }
        Verdict verdict = answer.verdict();
        if (verdict == null) {
            return unanswered(answer) ? onError(answer.rule(), UNCHECKED) : NOTHING;
        }
        return demands(answer.rule(), verdict)
                .max(Comparator.comparing(Demand::action))
                .orElse(NOTHING);
    }

    /** Whether there is no answer and will be none. */
    static boolean unanswered(Answer answer) {
        Verdict verdict = answer.verdict();
        return answer.state() != Answer.State.PENDING && (verdict == null || verdict.outcome() == Outcome.ERROR);
    }

    /** Of equal ones the first is the one to be told. */
    private static Stream<Demand> demands(CheckRule rule, Verdict verdict) {
        return switch (verdict.outcome()) {
            case PASS -> Stream.of();
            case ERROR ->
                verdict.reasons().stream().anyMatch(Reason::error)
                        ? errors(rule, verdict)
                        : Stream.of(onError(rule, reply(verdict.reply(), UNCHECKED)));
            case FAIL -> Stream.concat(findings(rule, verdict), errors(rule, verdict));
        };
    }

    private static Stream<Demand> errors(CheckRule rule, Verdict verdict) {
        PeerReply told = reply(verdict.reply(), UNCHECKED);
        return verdict.reasons().stream()
                .filter(Reason::error)
                .map(error -> ofError(rule, error, reply(error.reply(), told)));
    }

    private static Stream<Demand> findings(CheckRule rule, Verdict verdict) {
        if (rule.mode() != Mode.ENFORCE) {
            return Stream.of();
        }
        PeerReply told = reply(verdict.reply(), reply(ofTheFirst(verdict), REJECTED));
        if (rule.reasons().isEmpty() || verdict.reasons().isEmpty()) {
            return Stream.of(new Demand(action(rule.onFail()), told));
        }
        return verdict.reasons().stream()
                .filter(reason -> !reason.error())
                .map(reason -> new Demand(
                        action(rule.reasons().getOrDefault(reason.code(), OnReason.COUNT)),
                        reply(reason.reply(), told)));
    }

    /** What could not be found out never rejects, whatever the policy says. */
    private static Demand ofError(CheckRule rule, Reason error, PeerReply told) {
        OnReason named = rule.reasons().get(error.code());
        if (named == null || rule.mode() != Mode.ENFORCE) {
            return onError(rule, told);
        }
        Action action = action(named);
        return new Demand(action == Action.REJECT ? Action.DEFER : action, told);
    }

    private static Demand onError(CheckRule rule, PeerReply told) {
        return rule.onError() == OnError.DEFER ? new Demand(Action.DEFER, told) : NOTHING;
    }

    private static PeerReply reply(@Nullable PeerReply given, PeerReply otherwise) {
        return given == null ? otherwise : given;
    }

    private static @Nullable PeerReply ofTheFirst(Verdict verdict) {
        return verdict.reasons().stream()
                .filter(reason -> !reason.error())
                .map(Reason::reply)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Action action(OnFail given) {
        return switch (given) {
            case TAG -> Action.TAG;
            case QUARANTINE -> Action.QUARANTINE;
            case DEFER -> Action.DEFER;
            case REJECT -> Action.REJECT;
        };
    }

    private static Action action(OnReason given) {
        return switch (given) {
            case COUNT -> Action.ACCEPT;
            case TAG -> Action.TAG;
            case QUARANTINE -> Action.QUARANTINE;
            case DEFER -> Action.DEFER;
            case REJECT -> Action.REJECT;
        };
    }
}
