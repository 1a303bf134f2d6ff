package io.postern.delivery.relay;

import static io.postern.delivery.relay.TestRelay.CLEAR;
import static io.postern.delivery.relay.TestRelay.cause;
import static io.postern.delivery.relay.TestRelay.message;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.contract.Envelope.Notify;
import io.postern.contract.Envelope.Ret;
import io.postern.delivery.relay.smtp.Message;
import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Outcome.Delivered;
import io.postern.delivery.relay.smtp.Outcome.Refused;
import io.postern.delivery.relay.smtp.Receiver;
import io.postern.delivery.relay.smtp.Terms;
import io.postern.delivery.relay.smtp.TestTls;
import io.postern.delivery.relay.smtp.TimeLimits;
import io.postern.delivery.relay.smtp.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To a real Postfix, which takes mail for one domain, with everything it has to offer. */
@Timeout(60)
class PostfixTest {

    private static final List<String> SERVICES = List.of(
            "cleanup unix n - n - 0 cleanup",
            "qmgr unix n - n 1 1 qmgr",
            "rewrite unix - - n - - trivial-rewrite",
            "bounce unix - - n - 0 bounce",
            "defer unix - - n - 0 bounce",
            "trace unix - - n - 0 bounce",
            "tlsmgr unix - - n 1000? 1 tlsmgr",
            "proxymap unix - - n - - proxymap",
            "virtual unix - n n - - virtual",
            "error unix - - n - - error",
            "retry unix - - n - - error",
            "anvil unix - - n - 1 anvil",
            "postlog unix-dgram n - n - 1 postlogd");
    private static final Terms TERMS = CLEAR.limits(TimeLimits.all(Duration.ofSeconds(20)));

    private static Path folder;
    private static TestTls tls;
    private static int port;
    private static int portWithoutChunks;

    private TestRelay relay;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Program.installed("/usr/sbin/postfix"), "postfix is not installed");
        assumeTrue(System.getProperty("user.name").equals("root"), "postfix wants root");
        folder = Files.createTempDirectory("pf"); // its sockets lie below, and their names may not be long
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String part : List.of("etc", "spool", "data", "mail")) {
            Files.createDirectory(folder.resolve(part));
        }
        tls = TestTls.of(folder.resolve("etc"), "dns:localhost");
        port = Program.freePort();
        portWithoutChunks = Program.freePort();
        Files.writeString(folder.resolve("etc/main.cf"), settings());
        Files.writeString(folder.resolve("etc/boxes"), "box@peer.test box/\nb\u00f6x@peer.test box/\n");
        Files.writeString(folder.resolve("etc/server.pem"), tls.pem());
        Files.write(
                folder.resolve("etc/master.cf"),
                Stream.concat(
                                SERVICES.stream(),
                                Stream.of(
                                        "127.0.0.1:" + port + " inet n - n - - smtpd",
                                        "127.0.0.1:" + portWithoutChunks + " inet n - n - - smtpd"
                                                + " -o smtpd_discard_ehlo_keywords=chunking"))
                        .toList());
        Program.run(List.of("chown", "postfix", folder.resolve("data").toString()));
        Program.run(List.of("chown", "nobody", folder.resolve("mail").toString()));
        Program.run(List.of("postfix", "-c", folder.resolve("etc").toString(), "start"));
        Program.awaitPort(port);
        Program.awaitPort(portWithoutChunks);
    }

    private static String settings() {
        return """
                compatibility_level = 3.6
                queue_directory = %1$s/spool
                data_directory = %1$s/data
                maillog_file = %1$s/mail.log
                maillog_file_prefixes = %1$s
                myhostname = peer.example
                mydestination =
                inet_interfaces = loopback-only
                smtputf8_enable = yes
                smtpd_tls_security_level = may
                smtpd_tls_chain_files = %1$s/etc/server.pem
                virtual_mailbox_domains = peer.test
                virtual_mailbox_base = %1$s/mail
                virtual_mailbox_maps = texthash:%1$s/etc/boxes
                virtual_uid_maps = static:65534
                virtual_gid_maps = static:65534
                smtpd_relay_restrictions = reject_unauth_destination
                message_size_limit = 1000000
                mynetworks =
                """.formatted(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (folder == null) {
            return;
        }
        Program.run(List.of("postfix", "-c", folder.resolve("etc").toString(), "stop"));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @BeforeEach
    void relay() {
        relay = new TestRelay(tls.client());
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private Route route(Tls how) {
        return new Route.NextHop("localhost", port, TERMS.tls(how));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void contentArrives(boolean chunks) throws IOException {
        String body = ".\r\n..\r\n.a\r\n" + "\u00e9".repeat(900) + "\r\nend.";
        String content = "Subject: content " + chunks + "\r\n\r\n" + body;
        Route route = new Route.NextHop("localhost", chunks ? port : portWithoutChunks, TERMS.tls(Tls.REQUIRED));

        Outcome outcome = TestRelay.one(relay.deliver(message(content), route, "box@peer.test"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Delivered.class, it -> assertThat(it.tls()).isEqualTo("TLSv1.3"));
        assertThat(stored("Subject: content " + chunks)).endsWith("\n\n" + body.replace("\r\n", "\n") + "\n");
    }

    @Test
    void smuggledMailStaysOneMail() throws IOException {
        String content =
                "Subject: smuggler\r\n\r\na\n.\r\nMAIL FROM:<x@y.example>\r\nRCPT TO:<box@peer.test>\r\nDATA\r\nSubject: smuggled\r\n\r\n";
        Route route = new Route.NextHop("localhost", portWithoutChunks, TERMS);

        assertThat(TestRelay.one(relay.deliver(message(content), route, "box@peer.test")))
                .isInstanceOf(Delivered.class);
        assertThat(stored("Subject: smuggler")).contains("\n.\nMAIL FROM:<x@y.example>\n", "\nSubject: smuggled\n");
    }

    @Test
    void eachRecipientHasItsOwnAnswer() {
        Map<Receiver, Outcome> outcomes = relay.deliver(
                message(), route(Tls.OPPORTUNISTIC), "box@peer.test", "nobody@peer.test", "a@elsewhere.test");

        assertThat(outcomes.get(new Receiver("box@peer.test"))).isInstanceOf(Delivered.class);
        assertThat(outcomes.get(new Receiver("nobody@peer.test")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        it -> assertThat(it.cause().reply().enhanced()).isEqualTo("5.1.1"));
        assertThat(outcomes.get(new Receiver("a@elsewhere.test")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        it -> assertThat(it.cause().reply().text()).contains("Relay access denied"));
    }

    @Test
    void allParametersAreUnderstood() {
        byte[] content = "Subject: Gr\u00c3\u00bc\u00c3\u009fe\r\n\r\n.\r\n".getBytes(ISO_8859_1);
        Message mail = new Message(
                "j\u00f6rg@client.example", content.length, out -> out.write(content), true, true, Ret.FULL, "id+2B1");
        Receiver receiver = new Receiver("b\u00f6x@peer.test", Set.of(Notify.NEVER), "rfc822;box@peer.test");

        Outcome outcome =
                TestRelay.one(relay.deliver(mail, route(Tls.NONE), List.of(receiver), Duration.ofSeconds(20)));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Delivered.class, it -> assertThat(it.notifies()).isTrue());
    }

    @Test
    void mailBeyondTheSizeIsReturned() {
        Outcome outcome =
                TestRelay.one(relay.deliver(message("x\r\n".repeat(400_000)), route(Tls.NONE), "box@peer.test"));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(cause(outcome).reply().enhanced()).isEqualTo("5.3.4");
    }

    @Test
    void manyMailsGoOverOneConnection() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(TestRelay.one(relay.deliver(message(), route(Tls.REQUIRED), "box@peer.test")))
                    .isInstanceOf(Delivered.class);
        }
        relay.close();
        Path log = folder.resolve("mail.log");
        Program.await(() -> {
            try {
                return Files.readString(log).contains("ehlo=2 starttls=1 mail=10 rcpt=10 bdat=10 quit=1");
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** As text has it on Unix: with LF. */
    private static String stored(String subject) throws IOException {
        Path fresh = folder.resolve("mail/box/new");
        Program.await(() -> mails(fresh).stream().anyMatch(mail -> mail.contains(subject)));
        return mails(fresh).stream()
                .filter(mail -> mail.contains(subject))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> mails(Path fresh) {
        if (!Files.isDirectory(fresh)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(fresh)) {
            return files.map(PostfixTest::read).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
