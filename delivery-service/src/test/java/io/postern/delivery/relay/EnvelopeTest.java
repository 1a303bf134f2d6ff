package io.postern.delivery.relay;

import static io.postern.delivery.relay.TestRelay.cause;
import static io.postern.delivery.relay.TestRelay.message;
import static io.postern.delivery.relay.TestRelay.one;
import static io.postern.delivery.relay.TestRelay.to;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.Envelope.Notify;
import io.postern.contract.Envelope.Ret;
import io.postern.delivery.relay.smtp.FakeSmtp;
import io.postern.delivery.relay.smtp.Fault;
import io.postern.delivery.relay.smtp.Message;
import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Outcome.Deferred;
import io.postern.delivery.relay.smtp.Outcome.Delivered;
import io.postern.delivery.relay.smtp.Outcome.Refused;
import io.postern.delivery.relay.smtp.Receiver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said in front of the content, and what is not, depends on what the server offers. */
class EnvelopeTest {

    private static final String EIGHT_BIT = "Subject: test\r\n\r\nGr\u00fc\u00dfe.\r\n";
    private static final String UTF8_HEADER = "Subject: Gr\u00c3\u00bc\u00c3\u009fe\r\n\r\nHello.\r\n";

    private final FakeSmtp peer = new FakeSmtp();
    private final TestRelay relay = new TestRelay();

    @AfterEach
    void close() throws IOException {
        relay.close();
        peer.close();
    }

    @Test
    void mailIsDelivered() {
        Outcome outcome = relay.deliver(message(), to(peer));

        assertThat(outcome).isInstanceOfSatisfying(Delivered.class, delivered -> {
            assertThat(delivered.reply()).hasToString("250 2.0.0 queued");
            assertThat(delivered.host()).isEqualTo("127.0.0.1[127.0.0.1]:" + peer.port());
            assertThat(delivered.tls()).isNull();
            assertThat(delivered.notifies()).isFalse();
        });
        assertThat(peer.heard())
                .containsExactly(
                        "EHLO relay.postern.test",
                        "MAIL FROM:<sender@client.example> SIZE=25",
                        "RCPT TO:<to@peer.example>",
                        "DATA");
        assertThat(peer.taken().getFirst().text()).isEqualTo("Subject: test\r\n\r\nHello.\r\n");
    }

    @Test
    void serverOfOldIsSpokenToInItsOwnWay() {
        peer.on("EHLO", "500 what?");

        assertThat(relay.deliver(message(), to(peer))).isInstanceOf(Delivered.class);
        assertThat(peer.heard())
                .containsExactly(
                        "EHLO relay.postern.test",
                        "HELO relay.postern.test",
                        "MAIL FROM:<sender@client.example>",
                        "RCPT TO:<to@peer.example>",
                        "DATA");
    }

    @Test
    void whatTheSenderWantsToBeToldIsPassedOn() {
        peer.offer("DSN");
        Message mail = new Message(
                "sender@client.example", message().size(), message().content(), false, false, Ret.HDRS, "id+2B1");
        Receiver receiver = new Receiver("to@peer.example", Set.of(Notify.SUCCESS, Notify.DELAY), "rfc822;a@b.example");

        Outcome outcome = one(relay.deliver(mail, to(peer), List.of(receiver), TestRelay.LIMIT));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Delivered.class, it -> assertThat(it.notifies()).isTrue());
        assertThat(peer.heard("MAIL"))
                .containsExactly("MAIL FROM:<sender@client.example> SIZE=25 RET=HDRS ENVID=id+2B1");
        assertThat(peer.heard("RCPT"))
                .containsExactly("RCPT TO:<to@peer.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;a@b.example");
    }

    @Test
    void parameterThatWouldBeTwoIsLeftOut() {
        peer.offer("DSN");
        Message mail =
                new Message("a@b.example", message().size(), message().content(), false, false, null, "1\r\nRSET");

        assertThat(relay.deliver(mail, to(peer))).isInstanceOf(Delivered.class);
        assertThat(peer.heard("MAIL")).containsExactly("MAIL FROM:<a@b.example> SIZE=25");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b.example\r\nDATA", "a> NOTIFY=NEVER@b.example", "a b@c.example", "a\0@b.example", ""})
    void addressThatWouldBeMoreIsRefusedUnsaid(String address) {
        Map<Receiver, Outcome> outcomes = relay.deliver(message(), to(peer), address, "good@peer.example");

        assertThat(outcomes.get(new Receiver(address)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        it -> assertThat(it.cause().reply().enhanced()).isEqualTo("5.1.3"));
        assertThat(outcomes.get(new Receiver("good@peer.example"))).isInstanceOf(Delivered.class);
        assertThat(peer.heard("RCPT")).containsExactly("RCPT TO:<good@peer.example>");
    }

    @Test
    void quotedLocalPartIsSaidAsItIs() {
        assertThat(one(relay.deliver(message(), to(peer), "\"a > \\\"b\"@peer.example")))
                .isInstanceOf(Delivered.class);
        assertThat(peer.heard("RCPT")).containsExactly("RCPT TO:<\"a > \\\"b\"@peer.example>");
    }

    @Test
    void senderThatWouldBeMoreIsRefusedUnsaid() {
        Message mail = new Message("a@b>\r\nQUIT", message().size(), message().content());

        assertThat(relay.deliver(mail, to(peer))).isInstanceOf(Refused.class);
        assertThat(peer.heard()).containsExactly("EHLO relay.postern.test");
    }

    @Test
    void eightBitContentIsFoundAndDeclared() {
        assertThat(relay.deliver(message(EIGHT_BIT), to(peer))).isInstanceOf(Delivered.class);
        assertThat(peer.heard("MAIL")).containsExactly("MAIL FROM:<sender@client.example> SIZE=25 BODY=8BITMIME");
        assertThat(peer.taken().getFirst().text()).isEqualTo(EIGHT_BIT);
    }

    @Test
    void eightBitContentIsReturnedWhereItIsNotTaken() {
        peer.offerOnly("PIPELINING");

        Outcome outcome = relay.deliver(message(EIGHT_BIT), to(peer));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(cause(outcome).reply().enhanced()).isEqualTo("5.6.3");
        assertThat(cause(outcome).fault()).isEqualTo(Fault.MESSAGE);
        assertThat(peer.heard("MAIL")).isEmpty();
    }

    @Test
    void contentThatWasDeclaredInVainGoesEverywhere() {
        peer.offerOnly("PIPELINING");
        Message mail = new Message("a@b.example", message().size(), message().content(), true, true, null, null);

        assertThat(relay.deliver(mail, to(peer))).isInstanceOf(Delivered.class);
        assertThat(peer.heard("MAIL")).containsExactly("MAIL FROM:<a@b.example>");
    }

    @Test
    void internationalAddressIsRefusedWhereItIsNotTakenAndTheOthersAreNot() {
        Map<Receiver, Outcome> outcomes =
                relay.deliver(message(), to(peer), "j\u00f6rg@peer.example", "good@peer.example");

        Outcome refused = requireNonNull(outcomes.get(new Receiver("j\u00f6rg@peer.example")));
        assertThat(refused).isInstanceOf(Refused.class);
        assertThat(cause(refused).reply().enhanced()).isEqualTo("5.6.7");
        assertThat(outcomes.get(new Receiver("good@peer.example"))).isInstanceOf(Delivered.class);
        assertThat(peer.heard("MAIL")).containsExactly("MAIL FROM:<sender@client.example> SIZE=25");
    }

    @Test
    void internationalAddressIsSaidWhereItIsTaken() {
        peer.offer("SMTPUTF8");

        assertThat(one(relay.deliver(message(), to(peer), "j\u00f6rg@peer.example")))
                .isInstanceOf(Delivered.class);
        assertThat(peer.heard("MAIL")).containsExactly("MAIL FROM:<sender@client.example> SIZE=25 SMTPUTF8");
        assertThat(peer.heard("RCPT")).containsExactly("RCPT TO:<j\u00f6rg@peer.example>");
    }

    @Test
    void internationalHeaderIsReturnedWhereItIsNotTaken() {
        byte[] content = UTF8_HEADER.getBytes(ISO_8859_1);
        Message mail = new Message("a@b.example", content.length, out -> out.write(content), true, true, null, null);

        Outcome outcome = relay.deliver(mail, to(peer));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(cause(outcome).reply().enhanced()).isEqualTo("5.6.9");
    }

    @Test
    void mailBeyondTheSizeIsReturnedUnsent() {
        peer.offerOnly("SIZE 24");

        Outcome outcome = relay.deliver(message(), to(peer));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(cause(outcome).reply().enhanced()).isEqualTo("5.3.4");
        assertThat(peer.heard("MAIL")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PIPELINING", "8BITMIME"})
    void eachRecipientHasItsOwnAnswer(String offered) {
        peer.offerOnly(offered)
                .on("RCPT full@peer.example", "452 4.2.2 mailbox full")
                .on("RCPT gone@peer.example", "550-5.1.1 no such user\r\n550 5.1.1 here");

        List<Outcome> outcomes = TestRelay.of(
                relay.deliver(message(), to(peer), "full@peer.example", "good@peer.example", "gone@peer.example"));

        assertThat(outcomes.get(0)).isInstanceOf(Deferred.class);
        assertThat(cause(outcomes.get(0)).fault()).isEqualTo(Fault.RECIPIENT);
        assertThat(outcomes.get(1)).isInstanceOf(Delivered.class);
        assertThat(outcomes.get(2)).isInstanceOf(Refused.class);
        assertThat(cause(outcomes.get(2)).reply()).hasToString("550 5.1.1 no such user here");
        assertThat(peer.taken().getFirst().rcpts()).containsExactly("RCPT TO:<good@peer.example>");
    }

    @ParameterizedTest
    @CsvSource({"PIPELINING", "8BITMIME"})
    void nothingIsSentForNobody(String offered) {
        peer.offerOnly(offered).on("RCPT", "550 5.1.1 no");

        assertThat(TestRelay.of(relay.deliver(message(), to(peer), "a@peer.example", "b@peer.example")))
                .hasOnlyElementsOfType(Refused.class);
        assertThat(peer.taken()).isEmpty();
        assertThat(peer.heard()).endsWith("RSET");
    }

    @Test
    void serverThatWantsContentForNobodyGetsNone() {
        peer.on("RCPT", "550 5.1.1 no").on("DATA", "354 go ahead");

        assertThat(relay.deliver(message(), to(peer))).isInstanceOf(Refused.class);
        assertThat(peer.taken()).isEmpty();
    }

    @Test
    void moreRecipientsThanOneMailTakesGoInSeveral() {
        Route route = new Route.NextHop("127.0.0.1", peer.port(), TestRelay.CLEAR.recipients(2));

        List<Outcome> outcomes =
                TestRelay.of(relay.deliver(message(), route, "a@p.example", "b@p.example", "c@p.example"));

        assertThat(outcomes).hasSize(3).hasOnlyElementsOfType(Delivered.class);
        assertThat(peer.taken()).extracting(mail -> mail.rcpts().size()).containsExactly(2, 1);
        assertThat(peer.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"452 4.5.3 too many recipients", "552 too many recipients"})
    void moreRecipientsThanTheServerTakesGoInSeveral(String reply) {
        peer.on("RCPT", "250 ok", "250 ok", reply, "250 ok");

        List<Outcome> outcomes =
                TestRelay.of(relay.deliver(message(), to(peer), "a@p.example", "b@p.example", "c@p.example"));

        assertThat(outcomes).hasSize(3).hasOnlyElementsOfType(Delivered.class);
        assertThat(peer.taken()).extracting(mail -> mail.rcpts().size()).containsExactly(2, 1);
    }
}
