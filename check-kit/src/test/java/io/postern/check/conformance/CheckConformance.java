package io.postern.check.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.check.ConnectionCheck;
import io.postern.check.GreetingCheck;
import io.postern.check.MessageCheck;
import io.postern.check.RecipientCheck;
import io.postern.check.service.CheckHarness;
import io.postern.contract.Json;
import io.postern.contract.Verdict;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.Reason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What Postern expects of every check, whatever it looks for: an answer to any input, in time, from many threads at once,
 * without exception, and one that can be shown to an operator and to a client.
 *
 * <p>The author extends this with one line, and may add tests of the check's own:
 *
 * <pre>{@code
 * class HeloConformanceTest extends CheckConformance {
 *     HeloConformanceTest() {
 *         super("helo", new HeloCheck());
 *     }
 * }
 * }</pre>
 */
public class CheckConformance {

    private static final int AT_ONCE = 200;
    private static final int MAX_VERDICT_BYTES = 64 * 1024;

    private final String name;
    private final CheckHarness harness;
    private final Map<String, Function<CheckHarness, CompletableFuture<Verdict>>> questions;

    protected CheckConformance(String name, ConnectionCheck check) {
        this(name, CheckHarness.connection(name, check), Questions.connection(false));
    }

    protected CheckConformance(String name, GreetingCheck check) {
        this(name, CheckHarness.greeting(name, check), Questions.connection(true));
    }

    protected CheckConformance(String name, RecipientCheck check) {
        this(name, CheckHarness.recipient(name, check), Questions.recipient());
    }

    protected CheckConformance(String name, MessageCheck check) {
        this(name, CheckHarness.message(name, check), Questions.message());
    }

    private CheckConformance(
            String name,
            CheckHarness harness,
            Map<String, Function<CheckHarness, CompletableFuture<Verdict>>> questions) {
        this.name = name;
        this.harness = harness;
        this.questions = questions;
    }

    @TestFactory
    public Stream<DynamicTest> everyInputGetsALegalVerdictInTime() {
        return questions.entrySet().stream()
                .map(question -> DynamicTest.dynamicTest(question.getKey(), () -> {
                    Verdict verdict = await(question.getValue().apply(harness));
                    assertThat(harness.deadLetters())
                            .as("dead letters, that is, exceptions of the check")
                            .isEmpty();
                    assertLegal(verdict);
                }));
    }

    @Test
    public void oneInstanceAnswersManyAtOnce() throws Exception {
        var question = questions.values().iterator().next();
        List<CompletableFuture<Verdict>> answers = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> question.apply(harness))
                .toList();
        for (CompletableFuture<Verdict> answer : answers) {
            assertLegal(await(answer));
        }
        assertThat(harness.deadLetters()).isEmpty();
    }

    private static Verdict await(CompletableFuture<Verdict> answer) throws Exception {
        return answer.get(CheckHarness.BUDGET.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    }

    private void assertLegal(Verdict verdict) {
        byte[] json = Json.write(verdict);
        assertThat(Json.read(json, Verdict.class)).isEqualTo(verdict);
        assertThat(json).hasSizeLessThan(MAX_VERDICT_BYTES);
        assertThat(verdict.check()).isEqualTo(name);
        if (verdict.outcome() == Outcome.PASS) {
            assertThat(verdict.reply())
                    .as("a reply to a mail with nothing against it")
                    .isNull();
        } else {
            assertThat(verdict.reasons())
                    .as("reasons of a %s", verdict.outcome())
                    .isNotEmpty();
        }
        verdict.reasons().forEach(this::assertLegal);
        if (verdict.reply() != null) {
            assertThat(verdict.reply().text()).doesNotContain(Questions.PRIVATE).hasSizeLessThan(400);
        }
    }

    private void assertLegal(Reason reason) {
        assertThat(reason.code()).matches("[a-z0-9-]+(\\.[a-z0-9-]+)+").startsWith(name + ".");
        Stream.concat(Stream.of(reason.text()), reason.detail().values().stream())
                .forEach(text -> assertThat(text)
                        .as("text of %s: one line, printable, without the mail's own text", reason.code())
                        .doesNotContainPattern("\\p{Cntrl}")
                        .doesNotContain(Questions.PRIVATE)
                        .hasSizeLessThan(1_000));
    }
}
