package io.postern.delivery.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.delivery.relay.Relay.Reuse;
import io.postern.delivery.relay.mx.MailHosts;
import io.postern.delivery.relay.smtp.Cause;
import io.postern.delivery.relay.smtp.FakeSmtp;
import io.postern.delivery.relay.smtp.Message;
import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Receiver;
import io.postern.delivery.relay.smtp.Terms;
import io.postern.delivery.relay.smtp.TimeLimits;
import io.postern.delivery.relay.smtp.Tls;
import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** A relay with the patience of a test. */
public final class TestRelay implements AutoCloseable {

    static final String NAME = "relay.postern.test";
    static final Duration PATIENCE = Duration.ofMillis(400);
    static final Duration LIMIT = Duration.ofSeconds(10);
    static final Terms CLEAR = Terms.USUAL.tls(Tls.NONE).limits(TimeLimits.all(PATIENCE));

    private final Relay relay;

    TestRelay() {
        this(systemTrust(), List.of(), Reuse.USUAL);
    }

    TestRelay(SSLContext trust) {
        this(trust, List.of(), Reuse.USUAL);
    }

    TestRelay(Reuse reuse) {
        this(systemTrust(), List.of(), reuse);
    }

    TestRelay(InetSocketAddress dns) {
        this(systemTrust(), List.of(dns), Reuse.USUAL);
    }

    TestRelay(SSLContext trust, List<InetSocketAddress> dns, Reuse reuse) {
        MailHosts hosts =
                new MailHosts(dns, Duration.ofSeconds(1), Set.of("mx.own.test"), address -> true, new Random(1));
        relay = new Relay(NAME, hosts, trust, reuse);
    }

    static SSLContext systemTrust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Message message(String content) {
        byte[] bytes = content.getBytes(ISO_8859_1);
        return new Message("sender@client.example", bytes.length, out -> out.write(bytes));
    }

    static Message message() {
        return message("Subject: test\r\n\r\nHello.\r\n");
    }

    static Route to(FakeSmtp peer) {
        return new Route.NextHop("127.0.0.1", peer.port(), CLEAR);
    }

    Map<Receiver, Outcome> deliver(Message message, Route route, String... receivers) {
        return relay.deliver(
                message, Arrays.stream(receivers).map(Receiver::new).toList(), route, LIMIT);
    }

    Map<Receiver, Outcome> deliver(Message message, Route route, List<Receiver> receivers, Duration limit) {
        return relay.deliver(message, receivers, route, limit);
    }

    /** To one recipient. */
    Outcome deliver(Message message, Route route) {
        return one(deliver(message, route, "to@peer.example"));
    }

    static Outcome one(Map<Receiver, Outcome> outcomes) {
        return of(outcomes).getFirst();
    }

    static List<Outcome> of(Map<Receiver, Outcome> outcomes) {
        return new ArrayList<>(outcomes.values());
    }

    static Cause cause(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Deferred(Cause cause) -> cause;
            case Outcome.Refused(Cause cause) -> cause;
            case Outcome.Delivered delivered -> throw new AssertionError("delivered: " + delivered);
        };
    }

    @Override
    public void close() {
        relay.close();
    }
}
