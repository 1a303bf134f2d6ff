package io.postern.ingress.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.CheckRule;
import io.postern.contract.CheckRule.Mode;
import io.postern.contract.CheckRule.OnError;
import io.postern.contract.CheckRule.OnFail;
import io.postern.contract.Decision.Action;
import io.postern.contract.Decision.Answer;
import io.postern.contract.Decision.Thresholds;
import io.postern.contract.Golden;
import io.postern.contract.MailApproved.HeaderField;
import io.postern.contract.Phase;
import io.postern.contract.Session;
import io.postern.contract.Verdict;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.Reason;
import io.postern.ingress.policy.Policy;
import io.postern.ingress.policy.Policy.Ruling;
import io.postern.ingress.policy.Policy.ScoreHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResultHeadersTest {

    private static final Ruling TAGGED = new Ruling(Action.TAG, 7.5, null, List.of());
    private static final Ruling CLEAN = new Ruling(Action.ACCEPT, 0, null, List.of("av"));
    private static final Session INCOMING =
            Session.opened("S1", "mx.postern.test", "ingress-0", "mx", "203.0.113.7", 25, Golden.AT);

    @Test
    void taggedMailTellsItsScoreAndWhatItIsMadeOf() {
        List<Answer> answers = List.of(
                answer("antispam", 2, 1, reason("antispam.html-only", 0.5), reason("antispam.bait", 1.5)),
                answer("rbl", 5.5, 1));

        assertThat(headers(ScoreHeader.TAGGED, INCOMING, TAGGED, answers))
                .containsExactly(
                        "X-Postern-Flag: YES, score=7.5",
                        "X-Postern-Score: 7.5; rbl=5.5, antispam.bait=1.5, antispam.html-only=0.5");
    }

    @Test
    void scoresAreToldAsTheyCount() {
        assertThat(headers(
                        ScoreHeader.ALWAYS,
                        INCOMING,
                        new Ruling(Action.ACCEPT, 1, null, List.of()),
                        List.of(answer("antispam", 2, 0.5, reason("antispam.bait", 2)))))
                .containsExactly("X-Postern-Score: 1; antispam.bait=1");
    }

    @Test
    void cleanMailTellsWhatWasNotCheckedAndItsScoreOnlyIfTheOperatorWants() {
        assertThat(headers(ScoreHeader.TAGGED, INCOMING, CLEAN, List.of())).containsExactly("X-Postern-Unchecked: av");
        assertThat(headers(ScoreHeader.ALWAYS, INCOMING, CLEAN, List.of()))
                .containsExactly("X-Postern-Unchecked: av", "X-Postern-Score: 0");
        assertThat(headers(ScoreHeader.NEVER, INCOMING, TAGGED, List.of()))
                .containsExactly("X-Postern-Flag: YES, score=7.5");
    }

    @Test
    void othersAreNotToldHowMailOfOurPeopleScores() {
        Session ours = Golden.SESSION.outgoing() ? Golden.SESSION : outgoing();

        assertThat(headers(ScoreHeader.ALWAYS, ours, TAGGED, List.of()))
                .containsExactly("X-Postern-Flag: YES, score=7.5");
    }

    @Test
    void lineIsNeverTooLongAndNoCodeCanForgeAnother() {
        Reason[] reasons = new Reason[100];
        for (int i = 0; i < reasons.length; i++) {
            reasons[i] = reason("x".repeat(200) + "\r\nForged: " + i, 1000.25 + i);
        }

        String header = headers(ScoreHeader.ALWAYS, INCOMING, TAGGED, List.of(answer("antispam", 9, 1, reasons)))
                .getLast();

        assertThat(header).hasSizeLessThan(998).doesNotContain("\r", "\n").startsWith("X-Postern-Score: 7.5; x");
    }

    private static Session outgoing() {
        Session known = INCOMING;
        return new Session(
                known.id(),
                known.host(),
                known.instance(),
                "submission",
                known.clientIp(),
                known.clientPort(),
                known.openedAt(),
                "client",
                "ESMTPSA",
                "alice@postern.test",
                null,
                true);
    }

    private static List<String> headers(ScoreHeader told, Session session, Ruling ruling, List<Answer> answers) {
        Policy policy = new Policy(
                "digest", Map.of(), new Thresholds(5.0, null, null), List.of(), Set.of(), false, Map.of(), told);
        List<String> lines = new ArrayList<>();
        for (HeaderField field : ResultHeaders.of(policy, session, ruling, answers)) {
            lines.add(field.name() + ": " + field.value());
        }
        return lines;
    }

    private static Answer answer(String check, double score, double weight, Reason... reasons) {
        CheckRule rule = new CheckRule(Mode.SCORE, OnFail.REJECT, OnError.ACCEPT, weight);
        Verdict verdict =
                new Verdict("M1", check, check + "-1", Phase.MESSAGE, Outcome.PASS, score, List.of(reasons), null, 100);
        return new Answer(check, rule, Answer.State.ANSWERED, verdict);
    }

    private static Reason reason(String code, double score) {
        return new Reason(code, "", Map.of(), score, false, null);
    }
}
