package io.postern.ingress.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.contract.Decision.Action;
import io.postern.contract.Decision.Answer;
import io.postern.contract.Golden;
import io.postern.contract.Phase;
import io.postern.contract.Verdict;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.PeerReply;
import io.postern.contract.Verdict.Reason;
import io.postern.ingress.policy.Policy.Ruling;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from single reasons of a check. */
class ReasonsTest {

    private static final PeerReply NO_NAME = new PeerReply(550, "5.7.25", "Client host rejected: no name");
    private static final PeerReply NULL_MX = new PeerReply(550, "5.7.27", "Sender address rejected: null MX");

    private final Policy policy = PolicyText.parse("""
            checks:
              address:
                on-error: accept
                reasons: { no-reverse: reject, generic: tag, odd: quarantine, address.new: defer, reverse-error: defer, poor: reject }
              strict: { on-error: defer, reasons: { known-error: count } }
              plain: {}
              scored: { mode: score, on-error: accept, reasons: { bad: reject, bad-error: defer } }
            """);

    @ParameterizedTest
    @CsvSource({
        "no-reverse, REJECT",
        "generic, TAG",
        "odd, QUARANTINE",
        "new, DEFER",
        "unnamed, ACCEPT",
        "generic no-reverse, REJECT",
        "unnamed generic odd, QUARANTINE",
    })
    void namedReasonsDecideAndOthersCount(String codes, Action action) {
        assertThat(decide("address", Outcome.FAIL, null, reasons(codes)).action())
                .isEqualTo(action);
    }

    @Test
    void reasonThatDecidesIsTold() {
        Reason[] found = {finding("generic", null), finding("no-reverse", NO_NAME), finding("poor", NULL_MX)};

        assertThat(decide("address", Outcome.FAIL, null, found).refusal()).isEqualTo(NO_NAME);
    }

    @Test
    void withoutNamedReasonsTheCheckDecidesAsAWhole() {
        Ruling ruling = decide("plain", Outcome.FAIL, null, finding("any", null), finding("other", NULL_MX));

        assertThat(ruling.action()).isEqualTo(Action.REJECT);
        assertThat(ruling.refusal()).isEqualTo(NULL_MX);
        assertThat(decide("plain", Outcome.FAIL, NO_NAME, finding("other", NULL_MX))
                        .refusal())
                .isEqualTo(NO_NAME);
    }

    @ParameterizedTest
    @CsvSource({
        "address, ERROR, reverse-error, DEFER",
        "address, FAIL, reverse-error, DEFER",
        "address, ERROR, other-error, ACCEPT",
        "address, ERROR, poor, DEFER",
        "strict, ERROR, other-error, DEFER",
        "strict, FAIL, other-error, DEFER",
        "strict, ERROR, known-error, ACCEPT",
        "plain, FAIL, other-error, REJECT",
        "plain, ERROR, other-error, ACCEPT",
        "scored, ERROR, bad-error, ACCEPT",
    })
    void whatCouldNotBeFoundOutNeverRejects(String check, Outcome outcome, String code, Action action) {
        Reason error = new Reason(check + "." + code, "", Map.of(), 0, true, NO_NAME);
        Reason found = finding(check, "unnamed", null);
        Ruling ruling = outcome == Outcome.FAIL
                ? decide(check, outcome, null, found, error)
                : decide(check, outcome, null, error);

        assertThat(ruling.action()).isEqualTo(action);
        if (action == Action.DEFER) {
            assertThat(ruling.refusal()).isEqualTo(NO_NAME);
        }
    }

    @Test
    void scoreModeNeverDecidesAlone() {
        assertThat(decide("scored", Outcome.FAIL, null, finding("scored", "bad", NO_NAME))
                        .action())
                .isEqualTo(Action.ACCEPT);
    }

    @Test
    void passDecidesNothingWhateverItsReasons() {
        assertThat(decide("address", Outcome.PASS, null, finding("no-reverse", NO_NAME))
                        .action())
                .isEqualTo(Action.ACCEPT);
    }

    @Test
    void checkOfTwoPhasesThatIsMissingIsNamedOnce() {
        Answer gone = new Answer("plain", policy.rule("plain", Golden.SESSION, null), Answer.State.ABSENT, null);

        assertThat(policy.decide(Phase.MESSAGE, Golden.SESSION, List.of(gone, gone))
                        .unchecked())
                .containsExactly("plain");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            checks: {address: {reasons: {a: sometimes}}} | sometimes
            checks: {address: {reasons: {a: }}}          | checks.address.reasons.a
            """)
    void badReasonNamesTheFault(String text, String named) {
        assertThatThrownBy(() -> PolicyText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    private Ruling decide(String check, Outcome outcome, @Nullable PeerReply reply, Reason... reasons) {
        Verdict verdict = new Verdict("q", check, "i", Phase.GREETING, outcome, 1, List.of(reasons), reply, 1);
        Answer answer = new Answer(check, policy.rule(check, Golden.SESSION, null), Answer.State.ANSWERED, verdict);
        return policy.decide(Phase.GREETING, Golden.SESSION, List.of(answer));
    }

    private static Reason[] reasons(String codes) {
        return List.of(codes.split(" ")).stream()
                .map(code -> finding(code, null))
                .toArray(Reason[]::new);
    }

    private static Reason finding(String code, @Nullable PeerReply reply) {
        return finding("address", code, reply);
    }

    private static Reason finding(String check, String code, @Nullable PeerReply reply) {
        return new Reason(check + "." + code, "", Map.of(), 1, false, reply);
    }
}
