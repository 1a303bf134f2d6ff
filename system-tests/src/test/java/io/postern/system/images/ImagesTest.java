package io.postern.system.images;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import io.postern.local.Trust;
import io.postern.system.gateway.DeliveredMail;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.Mailboxes;
import io.postern.system.gateway.SpanReceiver.Span;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import io.postern.topics.KafkaTopics;
import io.postern.topics.Replication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The images as compose runs them: what is told to whom, and what a restart costs. {@code ./postern test-images} builds the
 * images and runs it; without {@code -Dpostern.test.images} it is skipped, for the images may be of another time.
 */
@Order(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ImagesTest {

    /** A client whose name leads back to it. */
    private static final String CLIENT = "127.0.0.3";

    private static final String SENDER = "sender@client.example";
    private static final String ALICE = "alice@postern.test";
    private static final String BOB = "bob@postern.test";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A look into a mailbox copies all of them out of the container. */
    private static final Duration POLL = Duration.ofMillis(500);

    /** In two parts, so that no scanner takes the class for what it is not. */
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private static final String GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

    private Outside outside;
    private ComposeStack stack;

    @BeforeAll
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void start() throws IOException {
        assumeTrue(System.getProperty("postern.test.images") != null, "./postern test-images runs it");
        assumeTrue(ComposeStack.possible(), "there is no container engine");
        outside = Outside.open();
        stack = ComposeStack.start(outside);
    }

    @AfterAll
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void stop() throws IOException {
        try {
            if (stack != null) {
                stack.close();
            }
        } finally {
            if (outside != null) {
                outside.close();
            }
        }
    }

    @Test
    @Order(1)
    void firstMeetingIsDeferredAndTheRetryIsDelivered() throws IOException {
        byte[] mail = Gateway.mail("Clean.");
        SmtpReply first = send(CLIENT, SENDER, ALICE, mail);
        assertThat(first.lines().getFirst())
                .matches("451 4\\.7\\.1 Greylisted, please try again in \\d+ seconds? \\(\\w+\\)");
        String id = await("the retry is taken")
                .atMost(PATIENCE)
                .until(() -> send(CLIENT, SENDER, ALICE, mail), SmtpReply::positive)
                .queuedAs()
                .orElseThrow();
        DeliveredMail delivered = awaitMail("alice", id);
        assertThat(delivered.holds(mail)).isTrue();
        assertThat(delivered.header("X-Postern-Unchecked"))
                .as("every check has answered")
                .isEmpty();
    }

    @Test
    @Order(2)
    void servicesMayDoNoMoreThanTheyMust() {
        for (String service : ComposeStack.SERVICES) {
            InspectContainerResponse container = stack.containers().inspect(service);
            assertThat(container.getConfig().getUser()).as(service).isEqualTo("10001:10001");
            assertThat(container.getHostConfig().getReadonlyRootfs())
                    .as(service)
                    .isTrue();
            assertThat(container.getHostConfig().getPrivileged()).as(service).isFalse();
            assertThat(container.getHostConfig().getCapDrop()).as(service).containsExactly(Capability.ALL);
        }
    }

    @ParameterizedTest
    @Order(3)
    @CsvSource(delimiter = '|', textBlock = """
                    127.0.0.2 | sender@client.example | alice@postern.test   | 554 5.7.1 Service unavailable; client [127.0.0.2] blocked using dnsbl.test;
                    127.0.0.3 | x@nullmx.example      | alice@postern.test   | 550 5.7.27 Sender address rejected: Domain nullmx.example does not accept mail
                    127.0.0.3 | sender@client.example | nobody@postern.test  | 550 5.1.1 <nobody@postern.test>: Recipient address rejected: User unknown
                    127.0.0.3 | sender@client.example | x@elsewhere.example  | 550 5.7.1 <x@elsewhere.example>: Relay access denied
                    """)
    void refusedBeforeTheMail(String client, String sender, String recipient, String reply) throws IOException {
        assertThat(send(client, sender, recipient, Gateway.mail("Refused."))
                        .lines()
                        .getFirst())
                .startsWith(reply);
    }

    @ParameterizedTest
    @Order(3)
    @CsvSource({
        "invoice.exe, MZ,     attachment of this kind not accepted",
        "readme.txt,  EICAR,  virus \\S*(?i:eicar)\\S* found",
        "readme.txt,  GTUBE,  looks like spam"
    })
    void refusedForWhatIsInIt(String file, String content, String reply) throws IOException {
        String text = content.replace("EICAR", EICAR).replace("GTUBE", GTUBE);
        assertThat(send(CLIENT, SENDER, ALICE, withFile(file, text)).lines().getFirst())
                .matches("554 5\\.7\\.1 Message rejected: " + reply + " \\(\\w{26}\\)");
    }

    @Test
    @Order(3)
    void tooLargeIsRefusedWhenItIsAnnounced() throws IOException {
        try (SmtpClient client = from(CLIENT)) {
            assertThat(client.command("MAIL FROM:<" + SENDER + "> SIZE=99000000")
                            .lines()
                            .getFirst())
                    .isEqualTo("552 5.3.4 Message size exceeds fixed limit");
        }
    }

    @Test
    @Order(3)
    void userSendsWithWhatInitHasMadeUp() throws IOException {
        String password = stack.secret("credentials")
                .lines()
                .filter(line -> line.startsWith(ALICE))
                .map(line -> line.substring(ALICE.length() + 1))
                .findFirst()
                .orElseThrow();
        try (SmtpClient client = SmtpClient.greet(stack.port("SUBMISSION"))) {
            client.startTls(Trust.in(stack.secretFile("ingress/chain.pem")));
            assertThat(client.command("MAIL FROM:<" + ALICE + ">").lines().getFirst())
                    .isEqualTo("530 5.7.0 Authentication required");
            assertThat(client.login(ALICE, password).code()).isEqualTo(235);
            SmtpReply reply = client.sendMail(ALICE, List.of(BOB), Gateway.mail("From a user."));
            awaitMail("bob", reply.queuedAs().orElseThrow());
        }
    }

    @ParameterizedTest
    @Order(3)
    @CsvSource({"DELIVERY, /delivery/mails", "GREYLIST, /greylist/trusted", "ANTISPAM, /antispam/training"})
    void operatorAsksWithWhatInitHasMadeUp(String service, String path) throws Exception {
        assertThat(ask(service, path, "guessed")).isEqualTo(401);
        assertThat(ask(service, path, stack.secret("operator-password"))).isEqualTo(200);
    }

    @Test
    @Order(4)
    void mailIsOneTraceThroughAllContainers() throws IOException {
        String id =
                send(CLIENT, SENDER, ALICE, Gateway.mail("Traced.")).queuedAs().orElseThrow();
        Set<String> asked =
                Set.of("ingress-smtp", "content-service", "antispam-service", "av-service", "delivery-service");
        await("the spans of mail " + id).atMost(PATIENCE).until(() -> services(id), found -> found.containsAll(asked));
    }

    private Set<String> services(String mailId) {
        List<Span> own = outside.spans().with("postern.mail_id", mailId);
        Set<String> traces = new HashSet<>();
        own.forEach(span -> traces.add(span.traceId()));
        assertThat(traces).hasSizeLessThan(2);
        Set<String> services = new HashSet<>();
        traces.forEach(trace -> outside.spans().trace(trace).forEach(span -> services.add(span.service())));
        return services;
    }

    @Test
    @Order(5)
    void topicsMadeAgainChangeNothing() {
        int topics = new KafkaTopics(Replication.single()).all().size();
        String before = stack.containers().log("topics");
        assertThat(stack.containers().again("topics", PATIENCE)).isZero();
        assertThat(stack.containers().log("topics").substring(before.length()))
                .contains("topics: " + topics + " are there")
                .doesNotContain("created", "changed", "left as it is");
    }

    @Test
    @Order(10)
    void mailTakenWhileDeliveryIsDeadIsDeliveredOnceWhenItIsBack() throws IOException {
        stack.containers().kill("delivery-service");
        String id = send(CLIENT, SENDER, ALICE, Gateway.mail("Taken meanwhile."))
                .queuedAs()
                .orElseThrow();
        stack.containers().start("delivery-service");
        awaitMail("alice", id);
        assertThat(mails("alice", id)).hasSize(1);
    }

    @Test
    @Order(11)
    void killedBrokerCostsNothingThatWasPromised() throws IOException {
        String before =
                send(CLIENT, SENDER, ALICE, Gateway.mail("Before.")).queuedAs().orElseThrow();
        try (SmtpClient client = from(CLIENT)) {
            assertThat(client.command("MAIL FROM:<" + SENDER + ">").code()).isEqualTo(250);
            assertThat(client.command("RCPT TO:<" + ALICE + ">").code()).isEqualTo(250);
            assertThat(client.command("DATA").code()).isEqualTo(354);
            stack.containers().kill("kafka");
            client.send(SmtpClient.endOfData(Gateway.mail("During.")));
            SmtpReply during = client.read();
            assertThat(during.temporary()).as(during.toString()).isTrue();
        }
        stack.containers().start("kafka");
        stack.awaitWell();
        String after = await("mail is taken again")
                .atMost(PATIENCE)
                .until(() -> send(CLIENT, SENDER, ALICE, Gateway.mail("After.")), SmtpReply::positive)
                .queuedAs()
                .orElseThrow();
        awaitMail("alice", after);
        assertThat(mails("alice", before)).hasSize(1);
    }

    /** What the server says in the end, or on the way there; the mail comes from a client of that address. */
    private SmtpReply send(String address, String sender, String recipient, byte[] mail) throws IOException {
        try (SmtpClient client = from(address)) {
            return client.sendMail(sender, List.of(recipient), mail);
        }
    }

    /** All connections come from the engine's gateway; as a proxy may, we say for whom. */
    private SmtpClient from(String address) throws IOException {
        SmtpClient client = SmtpClient.greet(stack.port("SMTP"));
        try {
            assertThat(client.command("XCLIENT ADDR=" + address).code()).isEqualTo(220);
            assertThat(client.command("EHLO mx3.client.example").code()).isEqualTo(250);
            return client;
        } catch (IOException | AssertionError e) {
            client.close();
            throw e;
        }
    }

    private DeliveredMail awaitMail(String user, String id) {
        return await("mail " + id + " for " + user)
                .pollInterval(POLL)
                .atMost(PATIENCE)
                .until(() -> mails(user, id), mails -> !mails.isEmpty())
                .getFirst();
    }

    private List<DeliveredMail> mails(String user, String id) throws IOException {
        Path copy = stack.mail();
        return new Mailboxes(copy)
                .of(user).stream().filter(mail -> mail.mailId().equals(id)).toList();
    }

    private int ask(String service, String path, String password) throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString(("operator:" + password).getBytes(US_ASCII));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + stack.port(service) + path))
                .header("Authorization", "Basic " + basic)
                .timeout(PATIENCE)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private static byte[] withFile(String name, String text) {
        String mail = new String(Gateway.mail(""), US_ASCII).strip();
        return (mail + "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=part\r\n\r\n"
                        + "--part\r\n\r\nSee the file.\r\n"
                        + "--part\r\nContent-Type: application/octet-stream; name=\"" + name + "\"\r\n"
                        + "Content-Disposition: attachment; filename=\"" + name + "\"\r\n\r\n"
                        + text + "\r\n--part--\r\n")
                .getBytes(US_ASCII);
    }
}
