package io.postern.delivery.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.postern.contract.DeliveryAttempted;
import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.Envelope;
import io.postern.contract.Envelope.Notify;
import io.postern.contract.Json;
import io.postern.contract.Publisher;
import io.postern.contract.Topics;
import io.postern.delivery.Database;
import io.postern.delivery.DeliverySettings;
import io.postern.delivery.FakeKafka;
import io.postern.delivery.Postgres;
import io.postern.delivery.SampleMail;
import io.postern.delivery.SmallDisk;
import io.postern.delivery.TestSettings;
import io.postern.delivery.directory.Directory;
import io.postern.delivery.directory.Domain;
import io.postern.delivery.directory.FakeRooms;
import io.postern.delivery.mailbox.Maildir;
import io.postern.delivery.mailbox.Quota;
import io.postern.delivery.relay.Route;
import io.postern.delivery.relay.pace.PaceLimits;
import io.postern.delivery.relay.smtp.Terms;
import io.postern.delivery.route.RetrySchedule;
import io.postern.delivery.route.Router;
import io.postern.delivery.route.Routes;
import io.postern.delivery.route.Way;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class RoundTest {

    private static final Directory DIRECTORY =
            new Directory(Set.of("postern.test"), Set.of("alice@postern.test", "bob@postern.test"));

    private static final RetrySchedule RETRIES =
            new RetrySchedule(List.of(Duration.ofMinutes(5)), Duration.ofHours(4), Duration.ofDays(5));

    private static final Routes ROUTES = new Routes(
            List.of(new Routes.Rule(
                    List.of("*"),
                    domain -> new Way.Network(new Route.Mx(domain, Terms.USUAL), PaceLimits.USUAL, RETRIES))),
            RETRIES);

    private static final Directory WITH_ROOM_FOR_ONE = new Directory(
            Map.of("postern.test", Domain.USUAL),
            Set.of("alice@postern.test"),
            Map.of("alice@postern.test", new Quota(0, 1)),
            Map.of());

    @Inject
    Queue queue;

    @Inject
    Holding holding;

    @Inject
    Settlement settlement;

    @Inject
    StoredContent stored;

    @Inject
    QueuedMail queued;

    @Inject
    Database database;

    @TempDir
    Path root;

    private Directory directory = DIRECTORY;
    private final MockProducer<String, byte[]> sent = FakeKafka.producer();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();

    @BeforeEach
    void empty() {
        database.empty();
    }

    @Test
    void mailLiesInEachMailboxAndIsDoneWith() throws Exception {
        SampleMail mail = SampleMail.of("M1", "alice@postern.test", "Bob@postern.test");
        queued.put(mail);

        round(sent).run();

        assertThat(content("alice")).endsWith(mail.content());
        assertThat(content("bob")).endsWith(mail.content());
        assertThat(events()).extracting(DeliveryAttempted::outcome).containsOnly(Outcome.DELIVERED);
        assertThat(database.rows("select outcome, due_at, attempt from recipient"))
                .containsOnly("DELIVERED null 1");
        assertThat(database.rows("select * from content_chunk")).isEmpty();
    }

    @Test
    void largeMailComesThroughChunkByChunk() throws Exception {
        byte[] large = "0123456789abcdef".repeat(100_000).getBytes(UTF_8);
        queued.put(SampleMail.of("M1", "alice@postern.test").content(large));

        round(sent).run();

        assertThat(content("alice")).endsWith(large);
    }

    @Test
    void mailboxThatIsGoneFailsAndTheMailIsKept() throws Exception {
        queued.put(SampleMail.of("M1", "dave@postern.test"));

        round(sent).run();

        assertThat(events().getFirst().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(events().getFirst().detail()).isEqualTo("no such mailbox");
        assertThat(database.rows("select outcome, due_at from recipient where mail_id = 'M1'"))
                .containsExactly("FAILED null");
        assertThat(database.rows("select count(*) from content_chunk where mail_id = 'M1'"))
                .containsExactly("1");
        assertThat(database.rows("select m.sender, r.address, r.destination from recipient r join mail m"
                        + " on m.id = r.mail_id where m.id <> 'M1'"))
                .as("the sender is told")
                .containsExactly(" sender@client.example smtp:client.example");
    }

    @Test
    void mailOfADomainThatIsNotOursAnyMoreGoesTheOtherWay() throws Exception {
        queued.put(SampleMail.of("M1", "friend@elsewhere.test"));

        assertThat(round(sent).run()).as("whether there is more to do").isTrue();

        assertThat(events()).isEmpty();
        assertThat(database.rows("select outcome, destination, due_at <= now(), leased_until from recipient"))
                .containsExactly("null smtp:elsewhere.test t null");
        assertThat(database.rows("select count(*) from content_chunk")).containsExactly("1");
    }

    @Test
    void taggedAddressGoesIntoTheMailboxItNames() throws Exception {
        SampleMail mail = SampleMail.to(
                "M1",
                List.of(new Envelope.Recipient("alice+lists@postern.test", "alice@postern.test", Set.of(), null)));
        queued.put(mail);

        round(sent).run();

        assertThat(content("alice")).endsWith(mail.content());
        assertThat(events().getFirst().recipient()).isEqualTo("alice+lists@postern.test");
    }

    @Test
    void mailForAFullMailboxGoesBackToItsSender() throws Exception {
        directory = WITH_ROOM_FOR_ONE;
        queued.put(SampleMail.of("M1", "alice@postern.test"));
        round(sent).run();
        queued.put(SampleMail.of("M2", "alice@postern.test"));

        round(sent).run();

        assertThat(files("alice")).hasSize(1);
        assertThat(events().getLast().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(notices())
                .singleElement()
                .asString()
                .contains("The recipient's mailbox is full.", "Status: 5.2.2", "Action: failed");
    }

    @Test
    void ofTwoMailsForTheLastRoomOneIsDeliveredAndTheOtherGoesBack() throws Exception {
        directory = WITH_ROOM_FOR_ONE;
        queued.put(SampleMail.of("M1", "alice@postern.test"));
        queued.put(SampleMail.of("M2", "alice@postern.test"));

        round(sent).run(); // both are written at once

        assertThat(files("alice")).hasSize(1);
        assertThat(events())
                .extracting(DeliveryAttempted::outcome)
                .containsExactlyInAnyOrder(Outcome.DELIVERED, Outcome.FAILED);
        assertThat(notices()).singleElement().asString().contains("Status: 5.2.2");
        assertThat(database.rows("select outcome, due_at from recipient where mail_id in ('M1', 'M2') order by 1"))
                .as("it is not tried again")
                .containsExactly("DELIVERED null", "FAILED null");
    }

    @Test
    void senderWhoAskedHearsOnceThatHisMailWentOnToSeveral() throws Exception {
        queued.put(
                SampleMail.to(
                        "M1",
                        List.of(new Envelope.Recipient("sales@postern.test", null, Set.of(Notify.SUCCESS), null))),
                Way.ALIAS);
        database.run("update recipient set outcome = 'DELIVERED', detail = 'to alice@postern.test, bob@postern.test',"
                + " among = 2");
        for (String member : List.of("alice@postern.test", "bob@postern.test")) {
            database.run("insert into recipient (mail_id, address, due_at, destination, expires_at, original, among)"
                    + " values ('M1', '" + member
                    + "', now(), 'maildir', now() + interval '1 day', 'sales@postern.test', 2)");
        }

        round(sent).run();

        assertThat(new String(content("alice"), UTF_8))
                .startsWith("Return-Path: <sender@client.example>\r\nDelivered-To: sales@postern.test\r\nReceived: ");
        assertThat(files("bob")).hasSize(1);
        assertThat(events()).extracting(DeliveryAttempted::destination).containsOnly("alias", "maildir");
        assertThat(notices())
                .singleElement()
                .asString()
                .contains("Final-Recipient: rfc822; sales@postern.test", "Action: expanded")
                .doesNotContain("alice@postern.test");
    }

    @Test
    void failureBehindAnAliasNamesTheAddressThatTheSenderKnows() throws Exception {
        queued.put(SampleMail.of("M1", "sales@postern.test"));
        database.run("update recipient set address = 'gone@postern.test', original = 'sales@postern.test', among = 2");

        round(sent).run();

        assertThat(notices())
                .singleElement()
                .asString()
                .contains(
                        "Original-Recipient: rfc822; sales@postern.test", "Final-Recipient: rfc822; gone@postern.test");
    }

    private List<String> notices() {
        return database.rows("select convert_from(c.bytes, 'UTF8') from content_chunk c join mail m on m.id = c.mail_id"
                + " where m.sender = ''");
    }

    @Test
    void mailboxThatCannotBeWrittenIsTriedAgainInFiveMinutes() throws Exception {
        Files.writeString(root.resolve("postern.test"), "a file where the domain's folder should be");
        queued.put(SampleMail.of("M1", "alice@postern.test"));

        round(sent).run();

        assertThat(events().getFirst().outcome()).isEqualTo(Outcome.DEFERRED);
        assertThat(database.rows(
                        "select outcome, due_at > now() + interval '4m 20s', due_at < now() + interval '5m 31s'"
                                + " from recipient"))
                .containsExactly("DEFERRED t t");
    }

    @Test
    void whatCustodySettledIsOnlyAnnounced() throws Exception {
        queued.put(SampleMail.of("M1", "alice@postern.test"));
        queued.put(SampleMail.of("M2", "alice@postern.test"));
        database.run("update recipient set outcome = 'DUPLICATE', detail = 'resend of M0' where mail_id = 'M1'");
        database.run("update recipient set outcome = 'QUARANTINED' where mail_id = 'M2'");

        round(sent).run();

        assertThat(events())
                .extracting(DeliveryAttempted::outcome)
                .containsExactlyInAnyOrder(Outcome.DUPLICATE, Outcome.QUARANTINED);
        assertThat(files("alice")).isEmpty();
        assertThat(database.rows("select mail_id from content_chunk")).containsExactly("M2");
    }

    @Test
    void whatIsNotAnnouncedComesAgainAndIsNotWrittenTwice() throws Exception {
        queued.put(SampleMail.of("M1", "alice@postern.test"));
        MockProducer<String, byte[]> down =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        down.sendException = new TimeoutException("no broker");

        round(down).run();
        assertThat(database.rows("select outcome from recipient")).containsExactly("null");
        database.run("update recipient set due_at = now(), leased_until = now()");
        round(sent).run();

        assertThat(files("alice")).hasSize(1);
        assertThat(events().getFirst().attempt()).isEqualTo(2);
        assertThat(database.rows("select outcome, due_at from recipient")).containsExactly("DELIVERED null");
    }

    @Test
    void deliveryIsASpanInTheTraceOfTheMail() throws Exception {
        queued.put(SampleMail.of("M1", "alice@postern.test"));

        round(sent).run();

        SpanData span = spans.getFinishedSpanItems().getFirst();
        assertThat(span.getName()).isEqualTo("deliver");
        assertThat(span.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("postern.mail_id")))
                .isEqualTo("M1");
        assertThat(span.getAttributes().asMap()).doesNotContainKey(AttributeKey.stringKey("postern.recipient"));
        assertThat(span.getEndEpochNanos()).isGreaterThan(span.getStartEpochNanos());
    }

    @Test
    void emptyQueueIsNoWork() throws Exception {
        assertThat(round(sent).run()).isFalse();
    }

    @Test
    void whatTheDiskHasNoRoomForGoesInWhenThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount("128k")) {
            for (int i = 0; i < 8; i++) {
                queued.put(SampleMail.of("M" + i, "alice@postern.test").content(new byte[30_000]));
            }

            round(sent, disk.folder()).run();

            long first = files(disk.folder(), "alice").size();
            assertThat(first).isBetween(1L, 4L);
            assertThat(database.rows("select count(*) from recipient where outcome = 'DEFERRED' and due_at > now()"
                            + " and detail like '%No space left%'"))
                    .containsExactly(Long.toString(8 - first));
            assertThat(disk.folder().resolve("postern.test/alice/Maildir/tmp")).isEmptyDirectory();

            for (Path file : files(disk.folder(), "alice")) {
                Files.move(file, root.resolve(file.getFileName())); // read, and taken away
            }
            database.run("update recipient set due_at = now() where due_at is not null");
            round(sent, disk.folder()).run();
            assertThat(files(disk.folder(), "alice"))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file)
                            .hasSize(Long.parseLong(file.toString().replaceAll(".*,S=", ""))));
            assertThat(database.rows("select count(*) from recipient where outcome = 'DELIVERED'"))
                    .containsExactly(
                            Long.toString(first + files(disk.folder(), "alice").size()));
        }
    }

    private Round round(MockProducer<String, byte[]> producer) {
        return round(producer, root);
    }

    private Round round(MockProducer<String, byte[]> producer, Path mail) {
        DeliverySettings settings = TestSettings.of(Map.of());
        SdkTracerProvider tracing = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                .build();
        AttemptTracer tracer = new AttemptTracer(tracing.get("test"), new TestTracing(false));
        Announcer announcer = new Announcer(new Publisher(producer), new SimpleMeterRegistry());
        Clock clock = Clock.systemUTC();
        Maildir maildir = new Maildir(mail);
        Deliverer deliverer =
                new Deliverer(maildir, FakeRooms.rooms(maildir), new Deferral(clock, new Random()), clock);
        Router ways = new Router(() -> directory, () -> ROUTES, RETRIES);
        return new Round(
                queue,
                holding,
                settlement,
                stored,
                ways,
                deliverer,
                tracer,
                announcer,
                Runnable::run,
                settings.queue());
    }

    private List<DeliveryAttempted> events() {
        assertThat(sent.history()).allMatch(record -> record.topic().equals(Topics.DELIVERIES));
        return sent.history().stream()
                .map(record -> Json.read(record.value(), DeliveryAttempted.class))
                .toList();
    }

    private byte[] content(String user) throws IOException {
        return Files.readAllBytes(files(user).getFirst());
    }

    private List<Path> files(String user) throws IOException {
        return files(root, user);
    }

    private static List<Path> files(Path mail, String user) throws IOException {
        Path folder = mail.resolve("postern.test").resolve(user).resolve("Maildir/new");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
