package io.postern.check.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postern.check.dns.DnsAnswer.Failure;
import io.postern.check.dns.DnsAnswer.Status;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

class DnsTest {

    private static final Duration SHORT = Duration.ofMillis(400);

    private final TestNameServer server = new TestNameServer().add("host.test.", "A", "192.0.2.1");
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Dns dns =
            TestDns.of(server.address()).waiting(Duration.ofSeconds(8)).dns(meters);
    private final Dns hasty = TestDns.of(server.address()).waiting(SHORT).dns(new SimpleMeterRegistry());

    @AfterEach
    void close() {
        server.close();
    }

    private DnsAnswer ask(String name, int type) {
        return answer(dns.ask(name(name), type));
    }

    private DnsAnswer askHastily(String name, int type) {
        return answer(hasty.ask(name(name), type));
    }

    private static DnsAnswer answer(CompletableFuture<DnsAnswer> asked) {
        return asked.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void recordsAreFoundWithTheirTtl() {
        DnsAnswer answer = ask("host.test.", Type.A);

        assertThat(answer.found()).isTrue();
        assertThat(answer.records(ARecord.class)
                        .map(record -> record.getAddress().getHostAddress()))
                .containsExactly("192.0.2.1");
        assertThat(answer.ttl()).isEqualTo(300);
    }

    @Test
    void aliasesAreFollowed() {
        server.add("alias.test.", "CNAME", "host.test.");

        assertThat(ask("alias.test.", Type.A).records(ARecord.class)).hasSize(1);
    }

    @Test
    void noSuchNameAndNoSuchRecordAreDifferent() {
        assertThat(ask("nobody.test.", Type.A).status()).isEqualTo(Status.NO_NAME);
        assertThat(ask("host.test.", Type.MX).status()).isEqualTo(Status.NO_DATA);
    }

    @Test
    void answersAreRememberedAlsoThatThereIsNone() {
        server.become(TestNameServer.late(20));
        for (int i = 0; i < 5; i++) {
            ask("host.test.", Type.A);
            ask("nobody.test.", Type.A);
            ask("host.test.", Type.MX);
        }

        assertThat(server.questions()).isEqualTo(3);
        assertThat(meters.counter("postern.dns.cache.hits").count()).isEqualTo(12);
    }

    @Test
    void probesGoPastTheMemory() {
        ask("host.test.", Type.A);
        server.remove("host.test.");

        assertThat(answer(dns.askAnew(name("host.test."), Type.A)).status()).isEqualTo(Status.NO_NAME);
        assertThat(ask("host.test.", Type.A).found()).isTrue();
    }

    @Test
    void failuresAreNotRemembered() {
        server.become(TestNameServer.rcode(Rcode.SERVFAIL));
        assertThat(ask("host.test.", Type.A).failure()).isEqualTo(Failure.SERVFAIL);

        server.become(TestNameServer.HONEST);
        assertThat(ask("host.test.", Type.A).found()).isTrue();
    }

    @Test
    void refusalIsAFailure() {
        server.become(TestNameServer.rcode(Rcode.REFUSED));

        assertThat(ask("host.test.", Type.A).failure()).isEqualTo(Failure.REFUSED);
    }

    @Test
    void silenceTimesOut() {
        server.become(TestNameServer.SILENT);
        long start = System.nanoTime();

        assertThat(askHastily("host.test.", Type.A).failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT.minusMillis(50));
        assertThat(server.questions()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void closedPortIsUnreachable() {
        server.close();

        assertThat(ask("host.test.", Type.A).failure()).isEqualTo(Failure.UNREACHABLE);
    }

    @Test
    void deadResolverIsWaitedForOnceAndBackWhenItAnswers() {
        hasty.ask(name("host.test."), Type.A).join();
        server.become(TestNameServer.SILENT);
        assertThat(askHastily("1.test.", Type.A).failure()).isEqualTo(Failure.TIMEOUT);
        await(() -> answer(hasty.ask(name("2.test."), Type.A)).failure() == Failure.UNREACHABLE);

        long start = System.nanoTime();
        for (int i = 3; i < 100; i++) {
            assertThat(askHastily(i + ".test.", Type.A).failure()).isEqualTo(Failure.UNREACHABLE);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT);
        assertThat(askHastily("host.test.", Type.A).found()).as("from memory").isTrue();

        server.become(TestNameServer.HONEST);
        await(() -> askHastily("2.test.", Type.A).status() == Status.NO_NAME);
    }

    @Test
    void resolverWhoseFarServersAreDeadIsNotDead() {
        server.become((right, tcp) -> right.getQuestion().getName().equals(Name.root) ? List.of(right) : List.of());
        assertThat(askHastily("1.test.", Type.A).failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(askHastily("2.test.", Type.A).failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(askHastily("3.test.", Type.A).failure()).isEqualTo(Failure.TIMEOUT);
    }

    @Test
    void resolverThatIsSilentAboutTheRootButAnswersIsNotDead() {
        server.become((right, tcp) -> right.getQuestion().getName().equals(Name.root)
                        || right.getQuestion().getName().equals(name("1.test."))
                ? List.of()
                : List.of(right));
        assertThat(askHastily("1.test.", Type.A).failure()).isEqualTo(Failure.TIMEOUT);
        await(() -> askHastily("host.test.", Type.A).found());
        for (int i = 2; i < 50; i++) {
            String name = i + ".test.";
            await(() -> askHastily(name, Type.A).status() == Status.NO_NAME);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void lostDatagramIsSentAgain() {
        server.become((right, tcp) -> server.questions() == 1 ? List.of() : List.of(right));

        assertThat(askHastily("host.test.", Type.A).found()).isTrue();
    }

    @Test
    void answerAfterTheSecondAttemptStillCounts() {
        server.become(TestNameServer.late(SHORT.toMillis() * 3 / 4));

        assertThat(askHastily("host.test.", Type.A).found()).isTrue();
    }

    @Test
    void lateAnswerIsRememberedForTheNext() throws InterruptedException {
        Dns patient =
                TestDns.of(server.address()).waiting(Duration.ofSeconds(1)).dns(new SimpleMeterRegistry());
        server.become(TestNameServer.late(300));
        CompletableFuture<DnsAnswer> given = patient.ask(name("host.test."), Type.A);
        given.cancel(true);
        server.become(TestNameServer.HONEST);

        assertThat(answer(patient.ask(name("host.test."), Type.A)).found()).isTrue();
        assertThat(server.questions()).isEqualTo(1);
    }

    @Test
    void forgedAnswersAreIgnored() {
        server.become((right, tcp) -> {
            Message wrongId = right.clone();
            wrongId.getHeader().setID(right.getHeader().getID() ^ 1);
            wrongId.getHeader().setRcode(Rcode.NXDOMAIN);
            wrongId.removeAllRecords(Section.ANSWER);
            Message wrongQuestion = new Message(right.getHeader().getID());
            wrongQuestion.getHeader().setFlag(Flags.QR);
            wrongQuestion.getHeader().setRcode(Rcode.NXDOMAIN);
            wrongQuestion.addRecord(org.xbill.DNS.Record.newRecord(name("other.test."), Type.A, 1), Section.QUESTION);
            Message query = right.clone();
            query.getHeader().unsetFlag(Flags.QR);
            return List.of(wrongId, wrongQuestion, query, right);
        });

        assertThat(ask("host.test.", Type.A).found()).isTrue();
    }

    @Test
    void onlyForgedAnswersAreSilence() {
        server.become((right, tcp) -> {
            right.getHeader().setID(right.getHeader().getID() ^ 1);
            return List.of(right);
        });

        assertThat(askHastily("host.test.", Type.A).failure()).isEqualTo(Failure.TIMEOUT);
    }

    @Test
    void truncatedAnswerIsAskedForOverTcp() {
        server.become((right, tcp) -> {
            if (!tcp) {
                right.getHeader().setFlag(Flags.TC);
                right.removeAllRecords(Section.ANSWER);
            }
            return List.of(right);
        });

        assertThat(ask("host.test.", Type.A).found()).isTrue();
    }

    @Test
    void loopOfAliasesIsSenseless() {
        server.add("a.test.", "CNAME", "b.test.").add("b.test.", "CNAME", "a.test.");

        assertThat(ask("a.test.", Type.A).failure()).isEqualTo(Failure.MALFORMED);
    }

    @Test
    void sameQuestionAtOnceGoesOutOnce() {
        server.become(TestNameServer.late(100));

        List<CompletableFuture<DnsAnswer>> all = IntStream.range(0, 50)
                .mapToObj(i -> dns.ask(name("host.test."), Type.A))
                .toList();

        assertThat(all).allMatch(asked -> answer(asked).found());
        assertThat(server.questions()).isEqualTo(1);
    }

    @Test
    void whoStopsWaitingDoesNotStopTheOthers() {
        server.become(TestNameServer.late(100));
        CompletableFuture<DnsAnswer> first = dns.ask(name("host.test."), Type.A);
        CompletableFuture<DnsAnswer> second = dns.ask(name("host.test."), Type.A);

        first.cancel(true);

        assertThat(answer(second).found()).isTrue();
    }

    @Test
    void tooManyLookupsFailAtOnce() {
        Dns small = TestDns.of(server.address()).waiting(SHORT).pending(2).dns(meters);
        server.become(TestNameServer.SILENT);
        CompletableFuture<DnsAnswer> first = small.ask(name("1.test."), Type.A);
        CompletableFuture<DnsAnswer> second = small.ask(name("2.test."), Type.A);

        assertThat(small.ask(name("3.test."), Type.A).getNow(DnsAnswer.NO_NAME).failure())
                .isEqualTo(Failure.OVERLOADED);
        assertThat(answer(first).failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(answer(second).failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(small.ask(name("3.test."), Type.A)).isNotDone();
    }

    @Test
    void secondServerAnswersIfTheFirstDoesNot() {
        try (TestNameServer dead = new TestNameServer()) {
            dead.become(TestNameServer.SILENT);
            Dns both =
                    TestDns.of(dead.address(), server.address()).waiting(SHORT).dns(new SimpleMeterRegistry());

            assertThat(answer(both.ask(name("host.test."), Type.A)).found()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"resolver.example", "192.0.2.1:0", "192.0.2.1:99999", "192.0.2.1:x", "[::1]:", "", "1.2.3.4.5"})
    void badServerIsNamed(String server) {
        TestDns settings = new TestDns(Optional.of(List.of(server)), SHORT, 2, 10);

        assertThatThrownBy(() -> settings.dns(meters))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("postern.dns.servers has '" + server + "'");
    }

    @Test
    void serversMayHavePorts() {
        TestDns settings = new TestDns(
                Optional.of(List.of("192.0.2.1", "192.0.2.2:5353", "2001:db8::1", "[2001:db8::2]:5353")), SHORT, 2, 10);

        assertThat(Resolvers.of(settings))
                .containsExactly(
                        new InetSocketAddress("192.0.2.1", 53),
                        new InetSocketAddress("192.0.2.2", 5353),
                        new InetSocketAddress("2001:db8::1", 53),
                        new InetSocketAddress("2001:db8::2", 5353));
    }
}
