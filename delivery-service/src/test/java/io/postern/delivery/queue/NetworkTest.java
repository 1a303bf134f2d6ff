package io.postern.delivery.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.postern.contract.DeliveryAttempted;
import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.Json;
import io.postern.contract.Publisher;
import io.postern.delivery.Database;
import io.postern.delivery.DeliverySettings;
import io.postern.delivery.FakeKafka;
import io.postern.delivery.Postgres;
import io.postern.delivery.SampleMail;
import io.postern.delivery.TestSettings;
import io.postern.delivery.directory.Directory;
import io.postern.delivery.relay.Relay;
import io.postern.delivery.relay.Relay.Reuse;
import io.postern.delivery.relay.Route;
import io.postern.delivery.relay.mx.MailHosts;
import io.postern.delivery.relay.pace.PaceLimits;
import io.postern.delivery.relay.smtp.FakeSmtp;
import io.postern.delivery.relay.smtp.Terms;
import io.postern.delivery.relay.smtp.TimeLimits;
import io.postern.delivery.relay.smtp.Tls;
import io.postern.delivery.route.RetrySchedule;
import io.postern.delivery.route.Router;
import io.postern.delivery.route.Routes;
import io.postern.delivery.route.Way;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the queue to a server and back, with a real database and a real connection. */
@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class NetworkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final RetrySchedule RETRIES =
            new RetrySchedule(List.of(Duration.ofMinutes(5)), Duration.ofHours(4), Duration.ofDays(5));
    private static final Directory DIRECTORY = new Directory(Set.of("postern.test"), Set.of("alice@postern.test"));

    /** Two failures, and it is left alone for longer than anything is kept in hand. */
    private static final PaceLimits PACE =
            new PaceLimits(5, 1000, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), Duration.ofMinutes(10));

    @Inject
    Queue queue;

    @Inject
    Holding holding;

    @Inject
    Settlement settlement;

    @Inject
    StoredContent stored;

    @Inject
    Overdue overdue;

    @Inject
    Bell bell;

    @Inject
    DataSource dataSource;

    @Inject
    QueuedMail queued;

    @Inject
    Database database;

    private final MockProducer<String, byte[]> sent = FakeKafka.producer();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final SdkTracerProvider tracing = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build();
    private FakeSmtp peer = new FakeSmtp();
    private Relay relay;

    @BeforeEach
    void empty() throws Exception {
        database.empty();
        MailHosts nobody = new MailHosts(List.of(), Duration.ofSeconds(1), Set.of(), address -> true, new Random(1));
        relay = new Relay("relay.postern.test", nobody, SSLContext.getDefault(), Reuse.USUAL);
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
        peer.close();
    }

    @Test
    void mailForElsewhereIsSentAndDoneWith() throws Exception {
        put(SampleMail.of("M1", "friend@elsewhere.test"));

        network().run(1);

        assertThat(peer.taken().getFirst().text())
                .startsWith("Received: from client.example\r\n\tby mx.postern.test; now\r\nX-Postern-Unchecked: av\r\n")
                .endsWith("\r\nSubject: M1\r\n\r\nHello.\r\n");
        assertThat(rows("select outcome, due_at, leased_until, tries from recipient"))
                .containsExactly("DELIVERED null null 0");
        assertThat(rows("select outcome, number, announced from attempt")).containsExactly("DELIVERED 1 t");
        assertThat(rows("select * from content_chunk")).isEmpty();
        assertThat(events().getFirst().destination()).isEqualTo(destination());
        assertThat(events().getFirst().detail()).contains("127.0.0.1", "said: 250");
    }

    @Test
    void forwardSaysByWhichAddressItCame() throws Exception {
        put(SampleMail.of("M1", "friend@elsewhere.test"));
        database.run("update recipient set original = 'sales@postern.test', among = 1");

        network().run(1);

        assertThat(peer.taken().getFirst().text()).startsWith("Delivered-To: sales@postern.test\r\nReceived: ");
    }

    @Test
    void forwardThatHasComeByBeforeGoesBack() throws Exception {
        put(SampleMail.of("M1", "friend@elsewhere.test")
                .content("Delivered-To: Sales@postern.test\r\nSubject: x\r\n\r\n".getBytes(US_ASCII)));
        database.run("update recipient set original = 'sales@postern.test', among = 1");

        network().run(1);

        assertThat(peer.taken()).isEmpty();
        assertThat(rows("select outcome, detail from recipient where mail_id = 'M1'"))
                .containsExactly("FAILED mail forwarding loop: it has come by this address before");
    }

    @Test
    void recipientsOfOneDestinationGetTheMailInOneTransaction() throws Exception {
        put(SampleMail.of("M1", "one@elsewhere.test", "two@elsewhere.test", "three@elsewhere.test"));

        network().run(3);

        assertThat(peer.taken()).hasSize(1);
        assertThat(peer.taken().getFirst().rcpts()).hasSize(3);
    }

    @Test
    void senderIsToldOfTheRecipientThatIsRefusedAndOfNoOther() throws Exception {
        peer.on("RCPT gone@elsewhere.test", "550 5.1.1 No such user here");
        put(SampleMail.of("M1", "gone@elsewhere.test", "there@elsewhere.test"));

        network().run(2);

        assertThat(rows("select address, outcome, reply from recipient where mail_id = 'M1' order by 1"))
                .containsExactly(
                        "gone@elsewhere.test FAILED 550 5.1.1 No such user here",
                        "there@elsewhere.test DELIVERED null");
        assertThat(rows("select m.sender, r.address, r.due_at is not null from mail m join recipient r"
                        + " on r.mail_id = m.id where m.id <> 'M1'"))
                .containsExactly(" sender@client.example t");
        assertThat(notice()).contains("No such user here", "Final-Recipient: rfc822; gone@elsewhere.test");
        assertThat(notice()).doesNotContain("there@elsewhere.test\r\nAction");
    }

    @Test
    void bounceIsNotBounced() throws Exception {
        peer.on("RCPT", "550 5.1.1 No such user here");
        put(SampleMail.of("M1", "gone@elsewhere.test"));
        database.run("update mail set sender = '', approved = replace(approved, 'sender@client.example', '')");

        network().run(1);

        assertThat(rows("select outcome from recipient")).containsExactly("FAILED");
    }

    @Test
    void recipientThatIsPutOffIsTriedAgainInFiveMinutes() throws Exception {
        peer.on("RCPT", "451 4.7.1 Greylisted");
        put(SampleMail.of("M1", "friend@elsewhere.test"));

        network().run(1);

        assertThat(rows("select outcome, tries, parked, reply, due_at > now() + interval '4m 20s',"
                        + " due_at < now() + interval '5m 31s' from recipient"))
                .containsExactly("DEFERRED 1 f 451 4.7.1 Greylisted t t");
    }

    @Test
    void mailWhoseTimeIsOverGoesBack() throws Exception {
        peer.on("RCPT", "451 4.7.1 Greylisted");
        put(SampleMail.of("M1", "friend@elsewhere.test"));
        database.run("update recipient set expires_at = now()");

        network().run(1);

        assertThat(rows("select outcome from recipient where mail_id = 'M1'")).containsExactly("FAILED");
        assertThat(notice()).contains("Action: failed", "Greylisted");
    }

    @Test
    void mailWhoseContentIsGoneDoesNotHoldUpTheOthers() throws Exception {
        put(SampleMail.of("M1", "friend@elsewhere.test"));
        database.run("delete from content_chunk");
        database.run("update recipient set expires_at = now()");
        put(SampleMail.of("M2", "friend@elsewhere.test"));

        network().run(2);

        assertThat(rows("select mail_id, outcome from recipient order by 1"))
                .as("one failed, and without a notice")
                .containsExactly("M1 FAILED", "M2 DELIVERED");
    }

    @Test
    void deadDestinationIsLeftAloneAndItsQueueWokenByItsFirstSuccess() throws Exception {
        int port = peer.port();
        peer.close();
        for (int i = 0; i < 10; i++) {
            put(SampleMail.of("M" + i, "friend@elsewhere.test"));
        }

        Network network = network();
        network.run(2);
        network.step();

        assertThat(rows("select count(*) from attempt")).as("attempts").containsExactly("2");
        assertThat(rows("select parked, due_at > now() + interval '20s', count(*) from recipient group by 1, 2"))
                .containsExactly("t t 10");

        peer = new FakeSmtp("127.0.0.1", port);
        database.run("update recipient set due_at = now() where mail_id = 'M5'");
        network().run(10);

        assertThat(rows("select outcome, parked, count(*) from recipient group by 1, 2"))
                .containsExactly("DELIVERED f 10");
    }

    @Test
    void whoeverCannotBeGivenBackAtOnceIsGivenBackWithTheNextStep() throws Exception {
        peer.close();
        for (int i = 0; i < 10; i++) {
            put(SampleMail.of("M" + i, "friend@elsewhere.test"));
        }
        Network network = network();
        network.run(2);
        database.run("alter table recipient add constraint away check (not parked) not valid");
        try {
            network.step();
            assertThat(rows("select count(*) from recipient where leased_until > now() + interval '10m'"))
                    .as("in hand, and not given back")
                    .containsExactly("1");
        } finally {
            database.run("alter table recipient drop constraint away");
        }
        network.step();

        assertThat(rows("select parked, due_at < now() + interval '10m', count(*) from recipient group by 1, 2"))
                .as("none of them waits for its lease to lapse")
                .containsExactly("t t 10");
    }

    @Test
    void mailWhoseTimeIsOverGoesBackFromADestinationThatIsLeftAlone() throws Exception {
        peer.close();
        for (int i = 0; i < 5; i++) {
            put(SampleMail.of("M" + i, "friend@elsewhere.test"));
        }
        Network network = network();
        network.run(2);
        network.step();
        assertThat(rows("select count(*) from recipient where parked")).containsExactly("5");

        database.run("update recipient set expires_at = now(), due_at = now()");
        network.run(10); // each of them, and the notice to its sender

        assertThat(rows("select outcome, count(*) from recipient where mail_id like 'M%' and length(mail_id) = 2"
                        + " group by 1"))
                .containsExactly("FAILED 5");
        assertThat(rows("select count(*) from attempt where mail_id like 'M_'"))
                .as("attempts, and ends")
                .containsExactly("7");
    }

    @Test
    void ofADestinationNobodyHasReachedOneMailIsInHand() throws Exception {
        for (int i = 0; i < 50; i++) {
            queued.put(SampleMail.of("D" + i, "one@dead.test", "two@dead.test"), "smtp:[127.0.0.1]:1");
        }

        network().step();

        assertThat(rows("select count(distinct mail_id), count(*) from recipient where attempt > 0"))
                .containsExactly("1 2");
    }

    @Test
    void destinationThatTakesMailGetsAllOfItAtOnce() throws Exception {
        for (int i = 0; i < 50; i++) {
            put(SampleMail.of("M" + i, "friend@elsewhere.test"));
        }
        Network network = network();

        network.run(50);

        assertThat(peer.taken()).hasSize(50);
        assertThat(rows("select outcome, attempt from recipient")).containsOnly("DELIVERED 1");
    }

    @Test
    void databaseIsNotAskedWhenNothingCanHaveBecomeDue() throws Exception {
        Network network = network(Map.of("postern.delivery.queue.poll", "1h"));
        network.step();
        put(SampleMail.of("M1", "friend@elsewhere.test"));

        bell.stir(Bell.Listener.NETWORK);
        network.dispatcher.step();
        assertThat(rows("select attempt from recipient"))
                .as("nobody has rung for it")
                .containsExactly("0");

        network.run(1);
        assertThat(rows("select outcome from recipient")).containsExactly("DELIVERED");
    }

    @Test
    void deadDestinationDoesNotHoldUpTheLiving() throws Exception {
        for (int i = 0; i < 50; i++) {
            queued.put(SampleMail.of("D" + i, "friend@dead.test"), "smtp:[127.0.0.1]:1");
        }
        put(SampleMail.of("M1", "friend@elsewhere.test"));

        network().run(3); // two of the dead

        assertThat(rows("select outcome from recipient where mail_id = 'M1'")).containsExactly("DELIVERED");
    }

    @Test
    void mailOfADomainThatHasBecomeOursGoesIntoTheMailbox() throws Exception {
        queued.put(SampleMail.of("M1", "alice@postern.test"), destination());

        network().step();

        assertThat(rows("select destination, due_at <= now(), leased_until, outcome from recipient"))
                .containsExactly("maildir t null null");
    }

    @Test
    void mailWithoutARouteWaitsUntilThereIsOne() throws Exception {
        queued.put(SampleMail.of("M1", "friend@held.test"), Way.Waiting.DESTINATION);

        network().run(1);
        assertThat(rows("select outcome, destination, due_at > now() from recipient"))
                .containsExactly("DEFERRED none t");

        holding.reconsider(Way.Waiting.DESTINATION);
        assertThat(rows("select due_at <= now() from recipient")).containsExactly("t");
    }

    @Test
    void attemptOfWhichKafkaDidNotHearIsToldLater() throws Exception {
        put(SampleMail.of("M1", "friend@elsewhere.test"));
        MockProducer<String, byte[]> down =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        down.sendException = new TimeoutException("no broker");

        network(down).run(1);
        assertThat(rows("select outcome, due_at from recipient"))
                .as("what the peer has must not be sent again")
                .containsExactly("DELIVERED null");
        assertThat(rows("select announced from attempt")).containsExactly("f");

        new Untold(dataSource, new Publisher(sent)).tell(0);

        assertThat(events()).extracting(DeliveryAttempted::outcome).containsExactly(Outcome.DELIVERED);
        assertThat(rows("select announced from attempt")).containsExactly("t");
    }

    @Test
    void laterAttemptRefersToTheFirstInTheTraceOfTheMail() throws Exception {
        peer.on("RCPT friend@elsewhere.test", "451 4.2.1 Later");
        put(SampleMail.of("M1", "friend@elsewhere.test"));
        network().run(1);
        peer.on("RCPT friend@elsewhere.test", "250 2.1.5 Ok");
        database.run("update recipient set due_at = now()");
        network().run(1);

        List<SpanData> attempts = spans.getFinishedSpanItems();
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(0).getTraceId()).isEqualTo(attempts.get(1).getTraceId());
        assertThat(attempts.get(0).getLinks()).isEmpty();
        assertThat(attempts.get(1).getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId())
                        .isEqualTo(attempts.get(0).getSpanId()));
    }

    @Test
    void senderIsToldOnceThatItTakesLong() {
        put(SampleMail.of("M1", "friend@elsewhere.test"));
        database.run(
                "update recipient set warn_at = now(), reply = '451 4.7.1 Greylisted', due_at = now() + interval '1h'");

        overdue.look();
        overdue.look();

        assertThat(rows("select count(*) from mail where sender = ''")).containsExactly("1");
        assertThat(notice()).contains("Action: delayed", "Greylisted", "Will-Retry-Until:");
        assertThat(rows("select due_at > now() from recipient where mail_id = 'M1'"))
                .as("it goes on being tried")
                .containsExactly("t");
    }

    @Test
    void mailThatMayHaveBeenTakenIsCounted() throws Exception {
        peer.on("END", FakeSmtp.CLOSE);
        put(SampleMail.of("M1", "friend@elsewhere.test"));

        network().run(1);

        assertThat(rows("select outcome from recipient")).containsExactly("DEFERRED");
        assertThat(meters.get("postern.deliveries.uncertain").counter().count()).isEqualTo(1);
    }

    private void put(SampleMail mail) {
        queued.put(mail, destination());
    }

    private String destination() {
        return "smtp:[127.0.0.1]:" + peer.port();
    }

    private List<String> rows(String sql) {
        return database.rows(sql);
    }

    private String notice() {
        return String.join("", rows("select convert_from(bytes, 'UTF8') from content_chunk where mail_id <> 'M1'"));
    }

    private List<DeliveryAttempted> events() {
        return sent.history().stream()
                .map(record -> Json.read(record.value(), DeliveryAttempted.class))
                .toList();
    }

    /** Dispatcher and finisher, in the hands of the test. */
    private final class Network {

        final Dispatcher dispatcher;
        private final Finisher finisher;

        Network(MockProducer<String, byte[]> producer, Map<String, String> own) {
            Publisher publisher = new Publisher(producer);
            DeliverySettings settings = TestSettings.of(own);
            AttemptTracer tracer = new AttemptTracer(tracing.get("test"), new TestTracing(false));
            Announcer announcer = new Announcer(publisher, meters);
            finisher = new Finisher(settlement, tracer, announcer, new Untold(dataSource, publisher), bell);
            dispatcher = new Dispatcher(queue, holding, stored, router(), relay, finisher, bell, meters, settings);
        }

        /** As if something had just come into the queue. */
        boolean step() throws Exception {
            bell.ring();
            return dispatcher.step();
        }

        /** Until so many recipients are noted. */
        void run(int recipients) throws Exception {
            long end = System.nanoTime() + PATIENCE.toNanos();
            int noted = 0;
            while (noted < recipients) {
                assertThat(System.nanoTime())
                        .as("waited in vain, noted " + noted)
                        .isLessThan(end);
                step();
                noted += finisher.some(Duration.ofMillis(20));
            }
        }
    }

    private Network network() {
        return network(sent);
    }

    private Network network(MockProducer<String, byte[]> producer) {
        return new Network(producer, Map.of());
    }

    private Network network(Map<String, String> own) {
        return new Network(sent, own);
    }

    private Router router() {
        Terms terms = Terms.USUAL.tls(Tls.NONE).limits(TimeLimits.all(Duration.ofSeconds(2)));
        Routes routes = new Routes(
                List.of(
                        new Routes.Rule(List.of("elsewhere.test"), domain -> hop(peer.port(), terms)),
                        new Routes.Rule(List.of("dead.test"), domain -> hop(1, terms))),
                RETRIES);
        return new Router(() -> DIRECTORY, () -> routes, RETRIES);
    }

    private static Way hop(int port, Terms terms) {
        return new Way.Network(new Route.NextHop("127.0.0.1", port, terms), PACE, RETRIES);
    }
}
