package io.postern.greylist;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postern.check.Finding;
import io.postern.check.dns.TestDns;
import io.postern.check.dns.TestNameServer;
import io.postern.contract.Golden;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One instance of the service: the check, its settings, its part of the database, and a name server that is all of the DNS. */
final class Surroundings implements AutoCloseable {

    final TestNameServer server = new TestNameServer();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final GreylistSettings settings;
    final Figures figures = new Figures(meters);
    final Ledger ledger;
    final GreylistCheck check;

    /** @param settings keys and values in turns */
    Surroundings(String... settings) {
        this(TestDatabase.SOURCE, settings);
    }

    Surroundings(DataSource database, String... settings) {
        this.settings = settings(settings);
        this.ledger = new Ledger(database, this.settings);
        this.check = new GreylistCheck(
                this.settings,
                new ExemptionsFile(this.settings, meters),
                new ClientNames(TestDns.asking(Duration.ofSeconds(1), server.address()), this.settings),
                new Acquaintances(this.settings, Ticker.systemTicker()),
                ledger,
                figures);
        ledger.open(new StartupEvent());
    }

    static GreylistSettings settings(String... keysAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            given.put("postern.greylist." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(GreylistSettings.class)
                .withDefaultValues(given)
                .build()
                .getConfigMapping(GreylistSettings.class);
    }

    /** Gives a client a name that leads back to it. */
    Surroundings named(String ip, String name) {
        String[] octets = ip.split("\\.", -1);
        String pointer = octets[3] + "." + octets[2] + "." + octets[1] + "." + octets[0] + ".in-addr.arpa.";
        server.add(pointer, "PTR", name + ".");
        server.add(name + ".", "A", ip);
        return this;
    }

    Finding attempt(String ip, String sender, String recipient) throws IOException, InterruptedException {
        return check.check(new RecipientOffered(session(ip, null), sender, recipient));
    }

    /** What is told to the client, and PASS if it is let in. */
    String answer(String ip, String sender, String recipient) throws IOException, InterruptedException {
        Finding finding = attempt(ip, sender, recipient);
        return finding.reply() == null
                ? finding.outcome().name()
                : finding.reply().text();
    }

    /** The first reason's code. */
    String reason(String ip, String sender, String recipient) throws IOException, InterruptedException {
        return attempt(ip, sender, recipient).reasons().getFirst().code();
    }

    static Session session(String clientIp, @Nullable String user) {
        Session golden = Golden.SESSION;
        return new Session(
                golden.id(),
                golden.host(),
                golden.instance(),
                golden.listener(),
                clientIp,
                golden.clientPort(),
                golden.openedAt(),
                golden.helo(),
                golden.protocol(),
                user,
                golden.tls(),
                user != null);
    }

    @Override
    public void close() {
        ledger.close();
        server.close();
    }
}
