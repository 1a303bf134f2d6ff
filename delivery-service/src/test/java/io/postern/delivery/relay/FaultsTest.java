package io.postern.delivery.relay;

import static io.postern.delivery.relay.TestRelay.cause;
import static io.postern.delivery.relay.TestRelay.message;
import static io.postern.delivery.relay.TestRelay.to;
import static io.postern.delivery.relay.smtp.FakeSmtp.CLOSE;
import static io.postern.delivery.relay.smtp.FakeSmtp.DEAF;
import static io.postern.delivery.relay.smtp.FakeSmtp.DRIP;
import static io.postern.delivery.relay.smtp.FakeSmtp.ENDLESS;
import static io.postern.delivery.relay.smtp.FakeSmtp.SILENCE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.postern.delivery.relay.smtp.Cause;
import io.postern.delivery.relay.smtp.FakeSmtp;
import io.postern.delivery.relay.smtp.Fault;
import io.postern.delivery.relay.smtp.Message;
import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Outcome.Deferred;
import io.postern.delivery.relay.smtp.Outcome.Refused;
import io.postern.delivery.relay.smtp.Receiver;
import io.postern.delivery.relay.smtp.Step;
import io.postern.delivery.relay.smtp.TimeLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server does, it is known soon what came of the mail. */
@Timeout(30)
class FaultsTest {

    private static final String LONG = "250-" + "x".repeat(600);

    private final FakeSmtp peer = new FakeSmtp();
    private final TestRelay relay = new TestRelay();

    @AfterEach
    void close() throws IOException {
        relay.close();
        peer.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of("GREETING", "EHLO", "MAIL", "RCPT", "DATA", "END")
                .flatMap(when -> Stream.of(
                        arguments(when, SILENCE, "4.4.2"),
                        arguments(when, CLOSE, "4.4.2"),
                        arguments(when, "250-half a reply" + CLOSE, "4.4.2"),
                        arguments(when, "what do you want", "4.5.0"),
                        arguments(when, "250_ok", "4.5.0"),
                        arguments(when, "999 ok", "4.5.0"),
                        arguments(when, "\n", "4.5.0"),
                        arguments(when, "250-a\r\n354 b", "4.5.0"),
                        arguments(when, "250 " + "x".repeat(5000), "4.5.0"),
                        arguments(when, LONG + ENDLESS, "4.5.0"),
                        arguments(when, "421 4.3.2 shutting down" + CLOSE, "4.3.2"),
                        arguments(when, "421 4.3.2 shutting down", "4.3.2")));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void serverThatFailsIsTriedAgainLater(String when, String reply, String enhanced) {
        peer.on(when, reply);

        Outcome outcome = relay.deliver(message(), to(peer));

        assertThat(outcome).isInstanceOf(Deferred.class);
        Cause cause = cause(outcome);
        assertThat(cause.reply().enhanced()).as(cause.toString()).isEqualTo(enhanced);
        assertThat(cause.fault()).isEqualTo(Fault.DESTINATION);
        assertThat(cause.host()).isEqualTo("127.0.0.1[127.0.0.1]:" + peer.port());
        assertThat(cause.spoken()).isEqualTo(reply.startsWith("421"));
        assertThat(cause.uncertain()).isEqualTo(when.equals("END") && !cause.spoken());
        assertThat(cause.reply().text().length()).isLessThan(600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA", "END"})
    void replyThatDripsInIsNotWaitedFor(String when) {
        peer.on(when, "250-" + DRIP);

        Outcome outcome = relay.deliver(message(), to(peer));

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(cause(outcome).reply().text()).contains("in time");
    }

    @Test
    void answerLostAfterTheEndIsUncertain() {
        peer.on("END", CLOSE);

        Outcome outcome = relay.deliver(message(), to(peer));

        assertThat(cause(outcome).uncertain()).isTrue();
        assertThat(cause(outcome).step()).isEqualTo(Step.END);
    }

    @Test
    void nobodyThereIsTheDestinationsFault() throws IOException {
        int port;
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = once.getLocalPort();
        }

        Outcome outcome = relay.deliver(message(), new Route.NextHop("127.0.0.1", port, TestRelay.CLEAR));

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(outcome.destinationFailed()).isTrue();
        assertThat(cause(outcome).step()).isEqualTo(Step.CONNECT);
        assertThat(cause(outcome).reply().enhanced()).isEqualTo("4.4.1");
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments("MAIL", "451 4.7.1 not this sender now", false, Fault.MESSAGE),
                arguments("MAIL", "452 4.3.1 disk full", false, Fault.DESTINATION),
                arguments("MAIL", "451 try later", false, Fault.DESTINATION),
                arguments("MAIL", "550 5.7.1 not this sender", true, Fault.MESSAGE),
                arguments("RCPT", "450 4.2.0 greylisted", false, Fault.RECIPIENT),
                arguments("RCPT", "550 5.1.1 nobody", true, Fault.RECIPIENT),
                arguments("RCPT", "552 5.2.2 full", true, Fault.RECIPIENT),
                arguments("DATA", "451 4.7.1 no", false, Fault.MESSAGE),
                arguments("DATA", "554 5.7.1 no", true, Fault.MESSAGE),
                arguments("END", "451 4.7.1 scanner busy", false, Fault.MESSAGE),
                arguments("END", "554 5.7.1 spam", true, Fault.MESSAGE));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void serverThatSaysNoIsQuoted(String when, String reply, boolean never, Fault fault) {
        peer.on(when, reply);

        Outcome outcome = relay.deliver(message(), to(peer));

        assertThat(outcome).isInstanceOf(never ? Refused.class : Deferred.class);
        Cause cause = cause(outcome);
        assertThat(cause.step()).isEqualTo(Step.valueOf(when));
        assertThat(cause.fault()).isEqualTo(fault);
        assertThat(cause.spoken()).isTrue();
        assertThat(cause.uncertain()).isFalse();
        assertThat(String.valueOf(cause.reply().code())).isEqualTo(reply.substring(0, 3));
    }

    /** It may be put right at the host that the operator chose; mail must not come back for that. */
    @ParameterizedTest
    @ValueSource(strings = {"GREETING", "EHLO"})
    void smarthostThatWantsNothingFromUsIsWaitedFor(String when) {
        peer.on(when, "554 5.7.1 go away").on("HELO", "554 5.7.1 go away");

        Outcome outcome = relay.deliver(message(), to(peer));

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(outcome.destinationFailed()).isTrue();
    }

    @Test
    void smarthostThatWantsALoginIsWaitedFor() {
        peer.on("MAIL", "530 5.7.0 log in first");

        Outcome outcome = relay.deliver(message(), to(peer));

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(outcome.destinationFailed()).isTrue();
    }

    @Test
    void nothingOfAReplyTurnsALogAround() {
        peer.on("RCPT", "550 5.1.1 a\u0007b\u001b[2J\tc\u202ed\u00e9");

        assertThat(cause(relay.deliver(message(), to(peer))).reply().text()).isEqualTo("a?b?[2J?c?d\u00e9");
    }

    @Test
    void contentThatBreaksOffIsNoMail() throws InterruptedException {
        Message mail = new Message("a@b.example", 100_000, out -> {
            out.write(new byte[50_000]);
            throw new IOException("the disk is gone");
        });

        Outcome outcome = relay.deliver(mail, to(peer));

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(cause(outcome).fault()).isEqualTo(Fault.OURS);
        assertThat(cause(outcome).uncertain()).isFalse();
        assertThat(peer.taken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING", "CHUNKING"})
    void contentThatIsTooShortIsNoMail(String offered) {
        peer.offerOnly(offered, "8BITMIME");
        Message mail = new Message("a@b.example", 100, out -> out.write("Subject: half".getBytes(US_ASCII)));

        Outcome outcome = relay.deliver(mail, to(peer));

        assertThat(cause(outcome).fault()).isEqualTo(Fault.OURS);
        assertThat(peer.taken()).isEmpty();
    }

    @Test
    void contentThatThrowsIsNoMail() {
        Message mail = new Message("a@b.example", 100, out -> {
            throw new IllegalStateException("a bug");
        });

        assertThat(cause(relay.deliver(mail, to(peer))).fault()).isEqualTo(Fault.OURS);
    }

    @Test
    void serverThatHasHadEnoughInTheMiddleIsHeard() {
        peer.on("CONTENT", "552 5.3.4 too much" + CLOSE);

        Outcome outcome = relay.deliver(large(20_000_000), to(peer));

        // Its words may be lost with the connection; then it is tried again. Never is it uncertain.
        assertThat(cause(outcome).uncertain()).isFalse();
        assertThat(cause(outcome).step()).isEqualTo(Step.CONTENT);
    }

    @Test
    void serverThatCeasesToReadIsLeft() {
        peer.on("CONTENT", DEAF);

        Outcome outcome = relay.deliver(large(50_000_000), to(peer));

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(cause(outcome).step()).isEqualTo(Step.CONTENT);
        assertThat(cause(outcome).reply().text()).contains("in time");
    }

    @Test
    void deadlineCutsAllLimitsShort() {
        peer.on("GREETING", SILENCE);
        Route route = new Route.NextHop("127.0.0.1", peer.port(), TestRelay.CLEAR.limits(TimeLimits.PATIENT));
        long start = System.nanoTime();

        List<Outcome> outcomes = TestRelay.of(
                relay.deliver(message(), route, List.of(new Receiver("a@b.example")), Duration.ofMillis(300)));

        assertThat(outcomes.getFirst()).isInstanceOf(Deferred.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    private static Message large(int size) {
        byte[] line = ("x".repeat(70) + "\r\n").getBytes(US_ASCII);
        int lines = size / line.length;
        return new Message("a@b.example", (long) lines * line.length, out -> {
            for (int i = 0; i < lines; i++) {
                out.write(line);
            }
        });
    }

    @Test
    void noiseIsNoReply() throws IOException {
        Random random = new Random(11);
        for (int i = 0; i < 100; i++) {
            byte[] noise = new byte[random.nextInt(3000)];
            random.nextBytes(noise);
            String said = new String(noise, ISO_8859_1).replace("\0", "") + CLOSE;
            peer.on("MAIL", said);

            assertThat(relay.deliver(message(), to(peer))).isInstanceOf(Deferred.class);
        }
    }
}
