package io.postern.ingress.defence;

import static io.postern.ingress.defence.Front.stranger;
import static io.postern.ingress.defence.Front.submitting;
import static io.postern.ingress.defence.Front.user;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.DomainListed;
import io.postern.contract.Json;
import io.postern.contract.MailboxListed;
import io.postern.contract.Session;
import io.postern.ingress.directory.Directory;
import io.postern.ingress.session.Effect;
import io.postern.ingress.session.House;
import io.postern.ingress.session.Reply;
import io.postern.ingress.session.Rules;
import io.postern.ingress.session.SessionLimits;
import io.postern.ingress.session.SessionLimits.BareNewlines;
import io.postern.ingress.session.SmtpSession;
import io.postern.ingress.spool.SpoolRoom;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarvestTest {

    private static final String ENOUGH = "421 4.7.0 mx.test Error: too many unknown recipients (harvest)";

    private final Front front = new Front("defence.trusted=10.0.0.0/8");

    @TempDir
    private Path folder;

    @Test
    void harvesterLearnsOfFiftyAndThenNothing() {
        List<Reply> replies = new ArrayList<>();
        for (int session = 0; session < 40; session++) {
            replies.addAll(harvest(session * 10));
        }
        assertThat(replies).filteredOn(reply -> reply.code() == 550).hasSize(50);
        assertThat(replies)
                .filteredOn(reply -> reply.code() == 421)
                .hasSize(35)
                .allMatch(reply -> reply.text().equals("421 4.7.0 mx.test Error: too many unknown recipients"));
    }

    @Test
    void existingRecipientIsRefusedLikeAnyOther() {
        guess(50, stranger("192.0.2.1"));
        assertThat(front.recipient(stranger("192.0.2.1"))).isEqualTo(ENOUGH);
    }

    @Test
    void sessionsThatRunAtTheSameTimeAreStoppedToo() {
        guess(25, stranger("192.0.2.1"));
        guess(30, stranger("192.0.2.1"));
        assertThat(front.recipient(stranger("192.0.2.1"))).isEqualTo(ENOUGH);
    }

    @Test
    void addressIsShutOutUntilTheTimeHasPassed() {
        guess(49, stranger("192.0.2.1"));
        front.hours.pass(Duration.ofMinutes(9));
        guess(1, stranger("192.0.2.1"));
        front.hours.pass(Duration.ofMinutes(9));
        assertThat(front.connect(stranger("192.0.2.1"))).isEqualTo(ENOUGH);
        assertThat(front.connect(stranger("192.0.2.2"))).isEqualTo("go on");
        front.hours.pass(Duration.ofMinutes(1));
        assertThat(front.connect(stranger("192.0.2.1"))).isEqualTo("go on");
        assertThat(front.recipient(stranger("192.0.2.1"))).isEqualTo("go on");
    }

    @Test
    void oldListWithSomeDeadAddressesIsNoHarvest() {
        for (int hour = 0; hour < 24; hour++) {
            guess(40, stranger("192.0.2.1"));
            assertThat(front.recipient(stranger("192.0.2.1"))).isEqualTo("go on");
            front.hours.pass(Duration.ofMinutes(10));
        }
    }

    @Test
    void subscriberWithCountlessIpv6AddressesIsOneHarvester() {
        for (int host = 1; host <= 50; host++) {
            guess(1, stranger("2001:db8::" + host));
        }
        assertThat(front.connect(stranger("2001:db8::99"))).isEqualTo(ENOUGH);
    }

    @Test
    void userMistypesAsOftenAsHeLikes() {
        guess(500, user("alice", "192.0.2.1"));
        assertThat(front.recipient(user("alice", "192.0.2.1"))).isEqualTo("go on");
        assertThat(front.connect(stranger("192.0.2.1"))).isEqualTo("go on");
    }

    @Test
    void userBehindAHarvestersAddressIsLetIn() {
        guess(50, stranger("192.0.2.1"));
        assertThat(front.connect(submitting("192.0.2.1"))).isEqualTo("go on");
        assertThat(front.recipient(user("alice", "192.0.2.1"))).isEqualTo("go on");
    }

    @Test
    void trustedNetworkIsNotCounted() {
        guess(500, stranger("10.0.0.1"));
        assertThat(front.recipient(stranger("10.0.0.1"))).isEqualTo("go on");
    }

    @Test
    void floodOfAddressesDoesNotGrowTheMemory() {
        Harvest harvest = new Harvest(Quota.of("50/10m"), 1000, front.hours);
        for (int i = 0; i < 100_000; i++) {
            Session session = stranger("198." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
            harvest.unknown(new Client(session, Rank.STRANGER, Origin.of(session.clientIp())));
        }
        assertThat(harvest.remembered()).isLessThanOrEqualTo(1000);
        front.hours.pass(Duration.ofMinutes(11));
        assertThat(harvest.remembered()).isZero();
    }

    private void guess(int times, Session session) {
        for (int i = 0; i < times; i++) {
            front.doorkeeper.unknownRecipient(session);
        }
    }

    /** One session of somebody who tries ten names in one go. */
    private List<Reply> harvest(int firstName) {
        Session opened = stranger("192.0.2.1");
        Reply refusal = front.doorkeeper.admit(opened);
        if (refusal != null) {
            return List.of(refusal);
        }
        Directory directory = new Directory("+", Optional.empty());
        directory.apply("domain/here.test", Json.write(new DomainListed("here.test")));
        directory.apply("mailbox/alice@here.test", Json.write(new MailboxListed("alice@here.test", null)));
        House house = new House(
                new SessionLimits(2000, 100, 10, 20, 10, 3, 512, 998, BareNewlines.REFUSE),
                directory,
                (user, address) -> true,
                () -> false,
                front.doorkeeper,
                List::of,
                () -> "M",
                bytes -> true,
                new SpoolRoom(folder, Long.MAX_VALUE, Long.MAX_VALUE)::open);
        SmtpSession session = new SmtpSession(opened, house, ip -> Rules.PLAIN);
        List<Effect> effects = new ArrayList<>(session.open());
        StringBuilder lines = new StringBuilder("MAIL FROM:<harvester@there.test>\r\n");
        for (int name = firstName; name < firstName + 10; name++) {
            lines.append("RCPT TO:<user").append(name).append("@here.test>\r\n");
        }
        effects.addAll(session.receive("EHLO there.test\r\n".getBytes(US_ASCII)));
        effects.addAll(session.receive(lines.toString().getBytes(US_ASCII)));
        front.doorkeeper.left(opened);
        return effects.stream()
                .filter(Effect.Send.class::isInstance)
                .map(effect -> ((Effect.Send) effect).reply())
                .filter(reply -> !reply.positive())
                .toList();
    }
}
