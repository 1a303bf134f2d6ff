package io.postern.ingress.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.context.Context;
import io.postern.contract.CheckRegistered;
import io.postern.contract.CheckRule;
import io.postern.contract.DeadLetter;
import io.postern.contract.Decision.Answer;
import io.postern.contract.Decision.Thresholds;
import io.postern.contract.Golden;
import io.postern.contract.Json;
import io.postern.contract.LateVerdict;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.postern.contract.Question;
import io.postern.contract.Topics;
import io.postern.contract.Verdict;
import io.postern.contract.WireHeaders;
import io.postern.ingress.DeadLetters;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.TestConfig;
import io.postern.ingress.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class QuestionsTest {

    private static final CheckRule ENFORCED =
            new CheckRule(CheckRule.Mode.ENFORCE, CheckRule.OnFail.REJECT, CheckRule.OnError.ACCEPT, 1);
    private static final CheckRule OFF =
            new CheckRule(CheckRule.Mode.OFF, CheckRule.OnFail.REJECT, CheckRule.OnError.ACCEPT, 1);

    private final AtomicReference<Instant> now = new AtomicReference<>(Golden.AT);
    private final InstantSource time = now::get;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final Publisher publisher = new Publisher(kafka);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final IngressConfig config = TestConfig.with(Map.of("postern.ingress.limits.pending", "2"));
    private final Roster roster = new Roster(clock);
    private final Policy policy = new Policy(
            "digest",
            Map.of(
                    "content", new Policy.NamedCheck(ENFORCED, Duration.ofSeconds(3), Set.of(Phase.MESSAGE)),
                    "helo", new Policy.NamedCheck(ENFORCED, Duration.ofSeconds(1), Set.of()),
                    "muted", new Policy.NamedCheck(OFF, Duration.ofSeconds(1), Set.of(Phase.MESSAGE))),
            new Thresholds(null, null, null),
            List.of(),
            Set.of(),
            false,
            Map.of(),
            Policy.ScoreHeader.NEVER);
    private final Questions questions = new Questions(config, () -> policy, roster, publisher, clock, metrics);
    private final VerdictReader reader = new VerdictReader(
            config, questions, roster, () -> policy, publisher, new DeadLetters(publisher, metrics), clock, metrics);

    @Test
    void nobodyToAskIsNoRecord() throws Questions.Overloaded {
        assertThat(questions.ask("s", Phase.CONNECT, Golden.SESSION, Context.root()))
                .isNull();
        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void questionIsPendingBeforeItIsSent() throws Questions.Overloaded {
        join("helo", Phase.GREETING);
        Gathering gathering = questions.ask("s/1", Phase.GREETING, Golden.SESSION, Context.root());
        assertThat(gathering).isNotNull();
        ProducerRecord<String, byte[]> sent = kafka.history().get(0);
        assertThat(sent.topic()).isEqualTo(Topics.CONNECTIONS);
        assertThat(sent.key()).isEqualTo("cb0071");
        assertThat(Question.readFrom(sent.headers()).budget()).isEqualTo(Duration.ofSeconds(1));
        assertThat(questions.find(Question.readFrom(sent.headers()).id())).isSameAs(gathering);
    }

    @Test
    void checkThatThePolicyWantsAndThatIsNotThereIsAbsent() throws Exception {
        List<Answer> answers = open("m").await(any -> false);
        assertThat(answers).extracting(Answer::check).containsExactly("content", "helo");
        assertThat(answers).extracting(Answer::state).containsOnly(Answer.State.ABSENT);
    }

    @Test
    void checkOfAnotherPhaseIsNotMissedInThisOne() throws Exception {
        join("helo", Phase.GREETING);
        assertThat(open("m").await(any -> false)).extracting(Answer::check).containsExactly("content");
    }

    @Test
    void verdictComesToItsQuestion() throws Exception {
        join("content", Phase.MESSAGE);
        Gathering gathering = open(Golden.MAIL.mailId());
        reader.read(consumed(Golden.VERDICT.toRecord(gathering.question())));
        assertThat(gathering.await(any -> false).get(0).verdict()).isEqualTo(Golden.VERDICT);
    }

    @Test
    void verdictForAnotherInstanceIsDropped() throws Exception {
        join("content", Phase.MESSAGE);
        Gathering gathering = open(Golden.MAIL.mailId());
        Question stranger = new Question("q", Phase.MESSAGE, "ingress-9", 0, Golden.AT, Duration.ofSeconds(1));
        reader.read(consumed(Golden.VERDICT.toRecord(stranger)));
        assertThat(gathering.await(any -> true).get(0).verdict()).isNull();
        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void lateVerdictIsRecordedAndOneOfACheckThatIsOffIsNot() {
        Question gone = new Question("q", Phase.MESSAGE, "ingress-0", 0, Golden.AT, Duration.ofSeconds(1));
        reader.read(consumed(Golden.VERDICT.toRecord(gone)));
        Verdict muted = new Verdict("q", "muted", "i", Phase.MESSAGE, Verdict.Outcome.PASS, 0, List.of(), null, 1);
        reader.read(consumed(muted.toRecord(gone)));
        assertThat(kafka.history()).hasSize(1);
        assertThat(Json.read(kafka.history().get(0).value(), LateVerdict.class).verdict())
                .isEqualTo(Golden.VERDICT);
    }

    @Test
    void malformedVerdictGoesAsideWithItsCause() {
        Question asked = new Question("q", Phase.MESSAGE, "ingress-0", 0, Golden.AT, Duration.ofSeconds(1));
        ProducerRecord<String, byte[]> bad = Golden.VERDICT.toRecord(asked);
        reader.read(consumed(new ProducerRecord<>(bad.topic(), 0, bad.key(), new byte[] {'{'}, bad.headers())));
        ProducerRecord<String, byte[]> letter = kafka.history().get(0);
        assertThat(letter.topic()).isEqualTo("ingress.dead.v1");
        assertThat(WireHeaders.text(letter.headers(), DeadLetter.CAUSE)).contains("not a Verdict");
    }

    @Test
    void checkThatCouldNotBeAskedIsAbsentNotClean() throws Exception {
        join("helo", Phase.GREETING);
        List<Answer> answers =
                questions.unasked("s/1", Phase.GREETING, Golden.SESSION).await(any -> false);
        assertThat(answers).extracting(Answer::state).containsExactly(Answer.State.ABSENT);
    }

    @Test
    void questionThatIsAnsweredHoldsNoPlace() throws Exception {
        join("content", Phase.MESSAGE);
        Gathering gathering = open(Golden.MAIL.mailId());
        reader.read(consumed(Golden.VERDICT.toRecord(gathering.question())));
        Verdict helo = new Verdict(
                Golden.MAIL.mailId(), "helo", "i", Phase.MESSAGE, Verdict.Outcome.PASS, 0, List.of(), null, 1);
        reader.read(consumed(helo.toRecord(gathering.question())));
        assertThat(questions.find(Golden.MAIL.mailId())).isNull();
    }

    @Test
    void questionThatNobodyIsThereToAnswerHoldsNoPlace() throws Questions.Overloaded {
        open("m");
        assertThat(questions.find("m")).isNull();
    }

    @Test
    void overdueQuestionHoldsNoPlace() throws Questions.Overloaded {
        join("content", Phase.MESSAGE);
        open("m");
        questions.look();
        assertThat(questions.find("m")).as("it has its time").isNotNull();
        now.set(Golden.AT.plus(Duration.ofSeconds(9)));
        questions.look();
        assertThat(questions.find("m")).isNull();
    }

    @Test
    void crowdThatOnlyConnectsLeavesPlacesForMail() throws Questions.Overloaded {
        join("rbl", Phase.CONNECT);
        join("content", Phase.MESSAGE);
        questions.ask("1", Phase.CONNECT, Golden.SESSION, Context.root());
        Gathering mail = open("a");

        assertThatThrownBy(() -> questions.ask("2", Phase.CONNECT, Golden.SESSION, Context.root()))
                .isInstanceOf(Questions.Overloaded.class);
        questions.close(mail);
        questions.ask("2", Phase.CONNECT, Golden.SESSION, Context.root());
        assertThat(questions.share()).isEqualTo(1);
    }

    @Test
    void questionsAreBounded() throws Questions.Overloaded {
        join("content", Phase.MESSAGE);
        Gathering first = open("a");
        open("b");
        assertThatThrownBy(() -> open("c")).isInstanceOf(Questions.Overloaded.class);
        questions.close(first);
        assertThat(open("c")).isNotNull();
    }

    private Gathering open(String id) throws Questions.Overloaded {
        return questions.open(id, Phase.MESSAGE, Golden.SESSION, Golden.ENVELOPE);
    }

    private void join(String check, Phase phase) {
        CheckRegistered registered =
                new CheckRegistered(check, check + "-1", phase, Golden.AT, Golden.AT, Duration.ofSeconds(2));
        roster.apply(registered.key(), Json.write(registered), false);
    }

    private static ConsumerRecord<String, byte[]> consumed(ProducerRecord<String, byte[]> sent) {
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }
}
