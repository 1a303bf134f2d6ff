package io.postern.system.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import io.postern.contract.Publisher;
import io.postern.local.LocalStack;
import io.postern.local.Part;
import io.postern.local.Port;
import io.postern.local.StackOptions;
import io.postern.system.smtp.SmtpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A running stack, its traces collected. */
public final class Gateway implements AutoCloseable {

    /** How long a test waits for what does not depend on a deadline of the stack. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long a first meeting is deferred. */
    public static final Duration GREYLIST_DELAY = Duration.ofSeconds(2);

    static final String GREYLIST = "greylist-service";

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final AtomicInteger MAILS = new AtomicInteger();

    private final StackOptions options;
    private final SpanReceiver spans;
    private final Optional<TestClamd> clamd;
    private final Duration startedIn;
    private LocalStack stack;

    private Gateway(StackOptions options, SpanReceiver spans, Optional<TestClamd> clamd) {
        this.options = options;
        this.spans = spans;
        this.clamd = clamd;
        long start = System.nanoTime();
        this.stack = LocalStack.start(options);
        this.startedIn = Duration.ofNanos(System.nanoTime() - start);
    }

    /** Starts a stack; its data lie in a fresh folder below {@code target}, and stay there to be looked at. */
    static Gateway start() throws IOException {
        Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target", "stacks")), "stack");
        SpanReceiver spans = new SpanReceiver();
        Optional<TestClamd> clamd = TestClamd.start(data.resolve("clamd"));
        try {
            return new Gateway(
                    StackOptions.of(CHECKOUT, data)
                            .withoutPart("clamd")
                            // Ours or none, whatever else runs on this machine.
                            .withSetting(
                                    "av-service",
                                    "postern.av.engines",
                                    clamd.map(TestClamd::address).orElse(""))
                            .withPortOffset(FreePorts.offset())
                            .withOtlpEndpoint(spans.endpoint())
                            // As many as there are mailboxes, so that one too many can be named.
                            .withSetting("ingress-smtp", "postern.ingress.limits.recipients", "3")
                            .withSetting("delivery-service", "postern.delivery.room-poll", "1s")
                            .withSetting(GREYLIST, "postern.greylist.delay", GREYLIST_DELAY.toMillis() + "ms"),
                    spans,
                    clamd);
        } catch (RuntimeException e) {
            spans.close();
            clamd.ifPresent(TestClamd::close);
            throw e;
        }
    }

    public static Path checkout() {
        return CHECKOUT;
    }

    /** How long the first start took until all was ready. */
    public Duration startedIn() {
        return startedIn;
    }

    public Part part(String name) {
        return stack.part(name);
    }

    public int port(Port port) {
        return stack.port(port);
    }

    public String kafka() {
        return "127.0.0.1:" + port(Port.KAFKA);
    }

    /** The anti-virus engine, where one is installed; else the service has its built-in one. */
    public Optional<TestClamd> clamd() {
        return clamd;
    }

    public SpanReceiver spans() {
        return spans;
    }

    /** What a service is told on top of its files. */
    Map<String, String> settings(String service) {
        return options.settings().getOrDefault(service, Map.of());
    }

    /** Asks a service over HTTP, as the operator. */
    public HttpResponse<String> ask(String method, Port service, String path) throws IOException, InterruptedException {
        return ask(method, service, path, new byte[0]);
    }

    /** The same with a mail. */
    public HttpResponse<String> ask(String method, Port service, String path, byte[] mail)
            throws IOException, InterruptedException {
        return ask(method, service, path, "message/rfc822", mail);
    }

    /** The same with JSON. */
    public HttpResponse<String> tell(String method, Port service, String path, String json)
            throws IOException, InterruptedException {
        return ask(method, service, path, "application/json", json.getBytes(US_ASCII));
    }

    private HttpResponse<String> ask(String method, Port service, String path, String type, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(service) + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Content-Type", type)
                .header("Authorization", accounts().operatorAuthorization())
                .timeout(PATIENCE)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    public Accounts accounts() {
        return new Accounts(folder());
    }

    /** Where all of the stack's state lies. */
    public Path folder() {
        return stack.data();
    }

    public Path config(String file) {
        return stack.data().resolve("config").resolve(file);
    }

    /** Where the mailboxes lie. */
    public Path mail() {
        return stack.data().resolve("mail");
    }

    public Mailboxes mailboxes() {
        return new Mailboxes(mail());
    }

    /** A connection that has said EHLO. */
    public SmtpClient connect() throws IOException {
        return SmtpClient.greet(port(Port.SMTP));
    }

    public TopicReader read(String topic) {
        return TopicReader.fromStart(kafka(), topic);
    }

    public TopicReader readOn(String topic) {
        return TopicReader.fromNow(kafka(), topic);
    }

    public Publisher publisher() {
        return Publisher.open(Map.of("bootstrap.servers", kafka()));
    }

    /** Down and up again, with the same data. */
    public void restart() {
        stack.close();
        stack = LocalStack.start(options);
    }

    /** A mail that differs from every other. */
    public static byte[] mail(String text) {
        int number = MAILS.incrementAndGet();
        return ("From: Sender <sender@elsewhere.example>\r\n"
                        + "To: Alice <alice@postern.test>\r\n"
                        + "Subject: System test " + number + "\r\n"
                        + "Message-ID: <" + System.nanoTime() + "." + number + "@elsewhere.example>\r\n"
                        + "\r\n" + text + "\r\n")
                .getBytes(US_ASCII);
    }

    /** Waits until the mail with this id lies in the mailbox. */
    public DeliveredMail awaitMail(String user, String mailId) {
        return awaitMails(user, List.of(mailId), 1).get(0);
    }

    /** Waits until of the mails with these ids so many lie in the mailbox. */
    public List<DeliveredMail> awaitMails(String user, Collection<String> mailIds, int count) {
        Mailboxes mailboxes = mailboxes();
        Set<String> wanted = Set.copyOf(mailIds);
        return await("mails " + mailIds + " in the mailbox of " + user)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(PATIENCE)
                .until(
                        () -> mailboxes.of(user).stream()
                                .filter(mail -> wanted.contains(mail.mailId()))
                                .toList(),
                        mails -> mails.size() >= count);
    }

    @Override
    public void close() {
        stack.close();
        spans.close();
        clamd.ifPresent(TestClamd::close);
    }
}
