package io.postern.delivery.relay;

import static io.postern.delivery.relay.TestRelay.CLEAR;
import static io.postern.delivery.relay.TestRelay.cause;
import static io.postern.delivery.relay.TestRelay.message;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Outcome.Delivered;
import io.postern.delivery.relay.smtp.Outcome.Refused;
import io.postern.delivery.relay.smtp.Receiver;
import io.postern.delivery.relay.smtp.Terms;
import io.postern.delivery.relay.smtp.TimeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** To the mail store for which LMTP is made. */
@Timeout(60)
class DovecotTest {

    private static final Terms TERMS = CLEAR.limits(TimeLimits.all(Duration.ofSeconds(20)));

    private final TestRelay relay = new TestRelay();
    private @Nullable Dovecot dovecot;

    @BeforeEach
    void start() throws IOException {
        dovecot = Dovecot.start("lmtp", """
                one@store.test:::::::
                two@store.test:::::::userdb_quota_rule=*:messages=1
                """, """
                mail_location = maildir:%1$s/mail/%%u
                protocol lmtp {
                  mail_plugins = quota
                }
                service lmtp {
                  unix_listener %1$s/lmtp {
                    mode = 0666
                  }
                  inet_listener lmtp {
                    address = 127.0.0.1
                    port = %2$d
                  }
                }
                """);
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        if (dovecot != null) {
            dovecot.close();
        }
    }

    private Dovecot dovecot() {
        return requireNonNull(dovecot);
    }

    @Test
    void eachMailboxIsAnsweredFor() throws IOException {
        Map<Receiver, Outcome> outcomes = relay.deliver(
                message("Subject: test\r\n\r\n.dot\r\n\u00e9\r\n"),
                new Route.Lmtp("127.0.0.1", dovecot().port(), TERMS),
                "one@store.test",
                "nobody@store.test",
                "two@store.test");

        assertThat(outcomes.get(new Receiver("one@store.test"))).isInstanceOf(Delivered.class);
        assertThat(outcomes.get(new Receiver("nobody@store.test")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(cause(refused).reply().enhanced()).isEqualTo("5.1.1"));
        assertThat(outcomes.get(new Receiver("two@store.test"))).isInstanceOf(Delivered.class);
        assertThat(stored("one@store.test")).endsWith("Subject: test\n\n.dot\n\u00e9\n");
        assertThat(stored("two@store.test")).startsWith("Return-Path: <sender@client.example>\n");
    }

    @Test
    void fullMailboxOfTheStoreIsRefusedForItsOwnerAlone() {
        Route route = new Route.Lmtp("127.0.0.1", dovecot().port(), TERMS);
        assertThat(TestRelay.one(relay.deliver(message(), route, "two@store.test")))
                .isInstanceOf(Delivered.class);

        Map<Receiver, Outcome> outcomes = relay.deliver(message(), route, "one@store.test", "two@store.test");

        assertThat(outcomes.get(new Receiver("one@store.test"))).isInstanceOf(Delivered.class);
        assertThat(outcomes.get(new Receiver("two@store.test")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(cause(refused).reply().enhanced()).isEqualTo("5.2.2"));
    }

    @Test
    void unixSocketIsAsGood() {
        Route route = new Route.LmtpSocket(dovecot().folder().resolve("lmtp"), TERMS);
        for (int i = 0; i < 5; i++) {
            assertThat(TestRelay.one(relay.deliver(message(), route, "one@store.test")))
                    .isInstanceOf(Delivered.class);
        }
    }

    private String stored(String user) throws IOException {
        try (Stream<Path> mails = Files.list(dovecot().mail().resolve(user).resolve("new"))) {
            return Files.readString(mails.findFirst().orElseThrow(), ISO_8859_1);
        }
    }
}
