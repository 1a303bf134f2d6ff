package io.postern.ingress.defence;

import static io.postern.ingress.defence.Front.passes;
import static io.postern.ingress.defence.Front.stranger;
import static io.postern.ingress.defence.Front.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.Session;
import io.postern.ingress.session.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RatesTest {

    private final Front front = new Front("defence.trusted=10.0.0.0/8");

    @Test
    void addressThatPoursInMailIsToldToComeAgainLater() {
        assertThat(passes(700, () -> front.mail(stranger("192.0.2.1")))).isEqualTo(600);
        assertThat(front.mail(stranger("192.0.2.1")))
                .isEqualTo("450 4.7.1 Error: too much mail from [192.0.2.1] (mail-rate)");
        assertThat(front.mail(stranger("192.0.2.2"))).isEqualTo("go on");
    }

    @Test
    void whatIsRefusedDoesNotCountSoAPersistentClientGetsItsShare() {
        passes(600, () -> front.mail(stranger("192.0.2.1")));
        int taken = 0;
        for (int second = 0; second < 60; second++) {
            front.hours.pass(Duration.ofSeconds(1));
            taken += passes(100, () -> front.mail(stranger("192.0.2.1")));
        }
        assertThat(taken).isEqualTo(600);
    }

    @Test
    void addressThatNamesCountlessRecipientsIsToldToComeAgainLater() {
        assertThat(passes(4000, () -> front.recipient(stranger("192.0.2.1")))).isEqualTo(3000);
        assertThat(front.recipient(stranger("192.0.2.1")))
                .isEqualTo("450 4.7.1 Error: too many recipients from [192.0.2.1] (recipient-rate)");
    }

    @Test
    void subscriberWithCountlessIpv6AddressesIsOneClient() {
        AtomicInteger host = new AtomicInteger(1);
        assertThat(passes(700, () -> front.mail(stranger("2001:db8::" + host.getAndIncrement()))))
                .isEqualTo(600);
        assertThat(front.mail(stranger("2001:db8:0:1::1"))).isEqualTo("go on");
    }

    @Test
    void stolenAccountDoesNotSendAMillionMails() {
        int sent = 0;
        for (int minute = 0; minute < 24 * 60; minute++) {
            String name = minute % 2 == 0 ? "alice" : "Alice";
            String ip = "198.51." + minute % 250 + ".7";
            sent += passes(700, () -> front.mail(user(name, ip)));
            front.hours.pass(Duration.ofMinutes(1));
        }
        assertThat(sent).isBetween(500 * 24, 500 * 25);
        passes(700, () -> front.mail(user("alice", "198.51.1.7")));
        assertThat(front.mail(user("alice", "198.51.1.7")))
                .isEqualTo("450 4.7.1 Error: too many mails, try again later (user-mail-rate)");
        assertThat(front.mail(user("bob", "198.51.1.7"))).isEqualTo("go on");
    }

    @Test
    void stolenAccountDoesNotReachEverybodyWithOneMailEither() {
        assertThat(passes(3000, () -> front.recipient(user("alice", "198.51.100.1"))))
                .isEqualTo(2000);
        assertThat(front.recipient(user("alice", "198.51.100.2")))
                .isEqualTo("450 4.7.1 Error: too many recipients, try again later (user-recipient-rate)");
    }

    @Test
    void usersBehindOneAddressAreNotOneClient() {
        passes(600, () -> front.mail(stranger("192.0.2.1")));
        AtomicInteger name = new AtomicInteger();
        assertThat(passes(1000, () -> front.mail(user("user" + name.getAndIncrement(), "192.0.2.1"))))
                .isEqualTo(1000);
    }

    @Test
    void nothingIsCountedOfTrustedNetworks() {
        assertThat(passes(5000, () -> front.mail(stranger("10.0.0.1")))).isEqualTo(5000);
        assertThat(passes(5000, () -> front.recipient(stranger("10.0.0.1")))).isEqualTo(5000);
        assertThat(passes(5000, () -> front.mail(user("alice", "10.0.0.1")))).isEqualTo(5000);
        assertThat(passes(5000, () -> front.recipient(user("alice", "10.0.0.1"))))
                .isEqualTo(5000);
    }

    @Test
    void longestHumanPauseRestoresTheQuotaAndNoMore() {
        passes(600, () -> front.mail(stranger("192.0.2.1")));
        front.hours.pass(Duration.ofDays(300));
        assertThat(passes(1300, () -> front.mail(stranger("192.0.2.1")))).isEqualTo(600);
    }

    @Test
    void fourThreadsGetNoMoreThanOne() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofPlatform()
                        .start(() -> taken.addAndGet(passes(5000, () -> front.recipient(stranger("192.0.2.1"))))))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken.get()).isEqualTo(3000);
    }

    @Test
    void floodOfAddressesDoesNotGrowTheMemory() {
        Rate rate =
                new Rate(Quota.of("2/m"), Client::source, client -> Reply.of(450, "4.7.1", "no"), 1000, front.hours);
        for (int i = 0; i < 200_000; i++) {
            rate.refusal(clientOf("198." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)));
        }
        assertThat(rate.remembered()).isLessThanOrEqualTo(1000);
    }

    @Test
    void whoIsAwayForAPeriodIsForgotten() {
        Rate rate =
                new Rate(Quota.of("2/m"), Client::source, client -> Reply.of(450, "4.7.1", "no"), 1000, front.hours);
        rate.refusal(clientOf("192.0.2.1"));
        assertThat(rate.remembered()).isEqualTo(1);
        front.hours.pass(Duration.ofSeconds(61));
        assertThat(rate.remembered()).isZero();
    }

    private static Client clientOf(String ip) {
        Session session = stranger(ip);
        return new Client(session, Rank.of(session, List.of()), Origin.of(ip));
    }
}
