package io.postern.address;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postern.check.Finding;
import io.postern.check.dns.Dns;
import io.postern.check.dns.TestDns;
import io.postern.check.dns.TestNameServer;
import io.postern.contract.ConnectionOpened;
import io.postern.contract.Golden;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** The checks, their settings, and a name server that is all of the DNS. */
final class Surroundings implements AutoCloseable {

    /** What a name server may do instead of answering; the names are those of the cause in a verdict. */
    enum Fault {
        SERVFAIL,
        REFUSED,
        TIMEOUT;

        private TestNameServer.Manner manner() {
            return switch (this) {
                case SERVFAIL -> TestNameServer.rcode(Rcode.SERVFAIL);
                case REFUSED -> TestNameServer.rcode(Rcode.REFUSED);
                case TIMEOUT -> TestNameServer.SILENT;
            };
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    final TestNameServer server = new TestNameServer();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Dns dns;
    final AddressSettings settings;

    /** @param settings keys and values in turns */
    Surroundings(String... settings) {
        this(PATIENCE, settings);
    }

    Surroundings(Duration patience, String... settings) {
        this.dns = TestDns.asking(patience, server.address());
        this.settings = settings(settings);
    }

    static AddressSettings settings(String... keysAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            given.put("postern.address." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(AddressSettings.class)
                .withDefaultValues(given)
                .build()
                .getConfigMapping(AddressSettings.class);
    }

    /** Adds a record: {@code with("client.example.", "A", "203.0.113.7")}. */
    Surroundings with(String name, String type, String data) {
        server.add(name, type, data);
        return this;
    }

    /** From now on the server has a fault when it is asked for this. */
    void fail(String name, String type, Fault fault) {
        TestNameServer.Manner manner = fault.manner();
        server.become((right, tcp) -> asks(right, name, type) ? manner.answers(right, tcp) : List.of(right));
    }

    private static boolean asks(Message answer, String name, String type) {
        return answer.getQuestion().getName().toString().equalsIgnoreCase(name)
                && answer.getQuestion().getType() == Type.value(type);
    }

    ClientCheck clientCheck() {
        Flaws flaws = new Flaws(settings, meters);
        return new ClientCheck(
                new Inquiries(dns, settings),
                new Spared(settings),
                new ReverseRule(flaws),
                new HeloRule(new OurNames(settings), flaws));
    }

    SenderCheck senderCheck() {
        return new SenderCheck(new Inquiries(dns, settings), new Spared(settings), new Flaws(settings, meters));
    }

    Finding greet(String clientIp, String helo) throws InterruptedException {
        return clientCheck().check(new ConnectionOpened(session(clientIp, helo)));
    }

    Finding send(String sender) throws InterruptedException {
        return senderCheck().check(new RecipientOffered(Golden.SESSION, sender, "alice@postern.test"));
    }

    static Session session(String clientIp, @Nullable String helo) {
        return session(clientIp, helo, null, false);
    }

    static Session session(String clientIp, @Nullable String helo, @Nullable String user, boolean outgoing) {
        Session golden = Golden.SESSION;
        return new Session(
                golden.id(),
                golden.host(),
                golden.instance(),
                golden.listener(),
                clientIp,
                golden.clientPort(),
                golden.openedAt(),
                helo,
                golden.protocol(),
                user,
                golden.tls(),
                outgoing);
    }

    @Override
    public void close() {
        server.close();
    }
}
