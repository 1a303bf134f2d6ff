package io.postern.ingress.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.contract.CheckRule;
import io.postern.contract.Decision.Action;
import io.postern.contract.Decision.Answer;
import io.postern.contract.Envelope;
import io.postern.contract.Golden;
import io.postern.contract.Phase;
import io.postern.contract.Session;
import io.postern.contract.Verdict;
import io.postern.contract.Verdict.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {

    private static final String TEXT = """
            checks:
              content: { mode: enforce, on-fail: reject, deadline: 3s }
              av: {}
              greylist:
              antispam: { mode: score, weight: 2 }
              rbl: { mode: shadow }
            thresholds: { tag: 5, quarantine: 8, reject: 15 }
            exempt:
              - networks: [10.0.0.0/8, "2001:db8::/32"]
                checks: [greylist]
              - recipient-domains: [abuse.test]
            """;

    private final Policy policy = PolicyText.parse(TEXT);

    @Test
    void defaultsAreThoseOfTheCheck() {
        assertThat(rule("av").onError()).isEqualTo(CheckRule.OnError.DEFER);
        assertThat(rule("content").onError()).isEqualTo(CheckRule.OnError.ACCEPT);
        assertThat(rule("greylist").onFail()).isEqualTo(CheckRule.OnFail.DEFER);
        assertThat(policy.deadline("content")).isEqualTo(Duration.ofSeconds(3));
        assertThat(policy.deadline("av")).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void mailOfOurUsersIsSparedWhatIsForStrangers() {
        Policy strict = PolicyText.parse("checks: { rbl: {}, greylist: {}, content: {} }");
        Session outgoing = outgoing();
        assertThat(strict.rule("rbl", outgoing, null).awaited()).isFalse();
        assertThat(strict.rule("greylist", outgoing, null).awaited()).isFalse();
        assertThat(strict.rule("content", outgoing, null).awaited()).isTrue();
        assertThat(strict.rule("rbl", Golden.SESSION, null).awaited()).isTrue();
        Policy own = PolicyText.parse("checks: { rbl: {}, content: {} }\noutgoing: { skip: [content] }");
        assertThat(own.rule("rbl", outgoing, null).awaited()).isTrue();
        assertThat(own.rule("content", outgoing, null).awaited()).isFalse();
    }

    @Test
    void answersAboutAStrangerCountNoMoreOnceHeHasLoggedIn() {
        Policy strict = PolicyText.parse("checks: { rbl: {} }");
        List<Answer> listed = List.of(answer("rbl", Outcome.FAIL, 0));
        assertThat(strict.relevant(listed, Golden.SESSION, null)).isEqualTo(listed);
        assertThat(strict.relevant(listed, outgoing(), null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "alice@postern.test, alice@postern.test, true",
        "alice@postern.test, bob@postern.test, false",
        "alice@postern.test, news@postern.test, true",
        "bob@postern.test, news@postern.test, false",
        "ALICE@postern.test, anyone@brand.test, true",
        "alice@postern.test, anyone@sub.brand.test, false",
    })
    void userMaySendAsHisAddressesOnly(String user, String sender, boolean owned) {
        Policy given = PolicyText.parse("senders: { Alice@postern.test: [news@postern.test, '@Brand.test'] }");
        assertThat(given.owns(user, sender, String::equalsIgnoreCase)).isEqualTo(owned);
    }

    @Test
    void fullMailboxIsRefusedForNowUnlessTheOperatorWantsItForGood() {
        assertThat(policy.fullForGood()).isFalse();
        assertThat(PolicyText.parse("mailbox-full: reject").fullForGood()).isTrue();
    }

    private static Session outgoing() {
        Session any = Golden.SESSION;
        return new Session(
                any.id(),
                any.host(),
                any.instance(),
                any.listener(),
                any.clientIp(),
                any.clientPort(),
                any.openedAt(),
                any.helo(),
                any.protocol(),
                "alice@postern.test",
                any.tls(),
                true);
    }

    @Test
    void offIsAModeWithAndWithoutQuotes() {
        Policy off = PolicyText.parse("checks: { rbl: { mode: off }, av: { mode: 'off' } }");

        assertThat(off.rule("rbl", Golden.SESSION, null).mode()).isEqualTo(CheckRule.Mode.OFF);
        assertThat(off.rule("av", Golden.SESSION, null).mode()).isEqualTo(CheckRule.Mode.OFF);
    }

    @ParameterizedTest
    @CsvSource({"av.found, REJECT", "av.too-large, TAG", "av.unscannable, TAG"})
    void whatTheEngineCouldNotSeeIsNoVirus(String reason, CheckRule.OnReason action) {
        CheckRule rule = PolicyText.parse("checks: { av: {} }").rule("av", Golden.SESSION, null);
        assertThat(rule.reasons()).containsEntry(reason, action);
        assertThat(rule.onError()).isEqualTo(CheckRule.OnError.DEFER);
    }

    @Test
    void checkThatIsNotNamedRunsInShadow() {
        assertThat(rule("novel").mode()).isEqualTo(CheckRule.Mode.SHADOW);
        assertThat(decide(answer("novel", Outcome.FAIL, 100))).isEqualTo(Action.ACCEPT);
    }

    @ParameterizedTest
    @CsvSource({
        "content, PASS, 0, ACCEPT",
        "content, FAIL, 0, REJECT",
        "content, PASS, 5, TAG",
        "content, PASS, 8, QUARANTINE",
        "content, PASS, 15, REJECT",
        "content, ERROR, 100, ACCEPT",
        "av, ERROR, 0, DEFER",
        "greylist, FAIL, 0, DEFER",
        "antispam, FAIL, 2.4, ACCEPT",
        "antispam, FAIL, 2.5, TAG",
        "rbl, FAIL, 100, ACCEPT",
    })
    void oneAnswerDecides(String check, Outcome outcome, double score, Action action) {
        assertThat(decide(answer(check, outcome, score))).isEqualTo(action);
    }

    @Test
    void scoresAddUpAndTheSeverestActionWins() {
        assertThat(decide(answer("content", Outcome.PASS, 3), answer("antispam", Outcome.PASS, 1)))
                .isEqualTo(Action.TAG);
        assertThat(decide(answer("av", Outcome.ERROR, 0), answer("content", Outcome.FAIL, 0)))
                .isEqualTo(Action.REJECT);
    }

    @Test
    void missingAnswerIsToldAndNeverASilentYes() {
        Answer missing = new Answer("content", rule("content"), Answer.State.LATE, null);
        Policy.Ruling ruling = policy.decide(Phase.MESSAGE, Golden.SESSION, List.of(missing));
        assertThat(ruling.action()).isEqualTo(Action.ACCEPT);
        assertThat(ruling.unchecked()).containsExactly("content");
        Answer gone = new Answer("av", rule("av"), Answer.State.ABSENT, null);
        assertThat(decide(gone)).isEqualTo(Action.DEFER);
    }

    @Test
    void exemptMailIsSparedTheNamedChecksOnly() {
        assertThat(policy.rule("greylist", from("10.1.2.3"), null).mode()).isEqualTo(CheckRule.Mode.OFF);
        assertThat(policy.rule("content", from("10.1.2.3"), null).mode()).isEqualTo(CheckRule.Mode.ENFORCE);
        assertThat(policy.rule("greylist", from("11.1.2.3"), null).mode()).isEqualTo(CheckRule.Mode.ENFORCE);
        assertThat(policy.rule("greylist", from("2001:db8:1::2"), null).mode()).isEqualTo(CheckRule.Mode.OFF);
    }

    @Test
    void exemptDomainSparesOnlyMailForItAlone() {
        assertThat(policy.rule("content", Golden.SESSION, to("a@abuse.test")).mode())
                .isEqualTo(CheckRule.Mode.OFF);
        assertThat(policy.rule("content", Golden.SESSION, to("a@abuse.test", "b@here.test"))
                        .mode())
                .isEqualTo(CheckRule.Mode.ENFORCE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            checks: {content: {mode: sometimes}}         | sometimes
            checks: {content: {onfail: reject}}          | onfail
            checks: {content: {mode: on}}                | Mode
            checks: {content: {on-fail: off}}            | OnFail
            checks: {content: {deadline: 5}}             | checks.content.deadline
            checks: {content: {deadline: 0s}}            | checks.content.deadline
            checks: {Content!: {}}                       | Content!
            thresholds: {tag: many}                      | many
            exempt: [{checks: [av]}]                     | exempt
            exempt: [{networks: [10.0.0.0/40]}]          | 10.0.0.0/40
            exempt: [{networks: [~]}]                    | exempt
            checkz: {}                                   | checkz
            checks: [                                    | line
            """)
    void badPolicyNamesTheFault(String text, String named) {
        assertThatThrownBy(() -> PolicyText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void badFileIsRefusedAndTheLastGoodOneStays(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("policy.yaml");
        Files.writeString(path, TEXT);
        PolicyFile file = new PolicyFile(path);
        String good = file.get().digest();
        Files.writeString(path, "checks: [");
        file.look();
        assertThat(file.get().digest()).isEqualTo(good);
        Files.writeString(path, "exempt: [{networks: [~]}]");
        file.look();
        assertThat(file.get().digest()).isEqualTo(good);
        Files.writeString(path, "checks: {}");
        file.look();
        assertThat(file.get().checks()).isEmpty();
        Files.delete(path);
        file.look();
        assertThat(file.get().checks()).isEmpty();
    }

    @Test
    void badFileAtTheStartIsNamed(@TempDir Path folder) {
        Path path = folder.resolve("none.yaml");
        assertThatThrownBy(() -> new PolicyFile(path)).hasMessageContaining("none.yaml");
    }

    private Action decide(Answer... answers) {
        return policy.decide(Phase.MESSAGE, Golden.SESSION, List.of(answers)).action();
    }

    private CheckRule rule(String check) {
        return policy.rule(check, Golden.SESSION, null);
    }

    private Answer answer(String check, Outcome outcome, double score) {
        Verdict verdict = new Verdict("q", check, "i", Phase.MESSAGE, outcome, score, List.of(), null, 1);
        return new Answer(check, rule(check), Answer.State.ANSWERED, verdict);
    }

    private static Session from(@Nullable String ip) {
        return Session.opened("s", "h", "i", "mx", ip == null ? "" : ip, 1, Instant.EPOCH);
    }

    private static Envelope to(String... addresses) {
        return new Envelope(
                "", List.of(addresses).stream().map(Envelope.Recipient::new).toList(), false, false);
    }
}
