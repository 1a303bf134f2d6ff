package io.postern.antispam;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postern.antispam.learned.Classifier;
import io.postern.antispam.learned.Shelf;
import io.postern.antispam.letter.Letter;
import io.postern.check.dns.TestDns;
import io.postern.check.service.Identity;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** One instance of the service: the check, its settings, what it knows of the database. */
public final class Instance {

    /** How long an answer of the DNS is waited for. */
    static final Duration DNS_TIMEOUT = Duration.ofSeconds(1);

    private static final InetSocketAddress NOBODY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final MockProducer<String, byte[]> announced =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    final UrlLists urls;
    final AntispamSettings settings;
    public final Shelf shelf;
    public final Classifier classifier;
    public final Judge judge;
    final AntispamCheck check;

    /** @param settings keys and values in turns */
    public Instance(String... settings) {
        this(TestDatabase.SOURCE, NOBODY, settings);
    }

    Instance(DataSource database, String... settings) {
        this(database, NOBODY, settings);
    }

    Instance(InetSocketAddress nameServer, String... settings) {
        this(TestDatabase.SOURCE, nameServer, settings);
    }

    private Instance(DataSource database, InetSocketAddress nameServer, String... settings) {
        this.settings = settings(settings);
        this.urls = new UrlLists(
                this.settings,
                TestDns.asking(DNS_TIMEOUT, nameServer),
                new Identity("antispam", "antispam-test", Set.of(Phase.MESSAGE)),
                new Publisher(announced),
                Clock.systemUTC(),
                meters);
        this.shelf = new Shelf(database);
        this.classifier = new Classifier(database, this.settings.learned().least());
        this.judge = new Judge(new RulesFile(this.settings, meters), urls, classifier, this.settings);
        this.check = new AntispamCheck(judge, new Figures(meters));
    }

    /** As the check does. */
    public Judgement judge(Letter letter) {
        try {
            return judge.judge(letter);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static AntispamSettings settings(String... keysAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            given.put("postern.antispam." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(AntispamSettings.class)
                .withDefaultValues(given)
                .build()
                .getConfigMapping(AntispamSettings.class);
    }
}
