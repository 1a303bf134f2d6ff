package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo against an ingress that is played. */
class DemoTest {

    /** A name that stands for Bob, among others. */
    private static final String TEAM = "team@postern.test";

    @TempDir
    Path data;

    private final List<FakeIngress> listeners = new ArrayList<>();
    private StackOptions options;
    private StackFolder folder;
    private String password;
    private SSLContext tls;

    @BeforeEach
    void writeDownAStack() throws Exception {
        options = StackOptions.of(Path.of("/checkout"), data).withPortOffset(FreeOffset.find());
        folder = options.folder();
        folder.create();
        Files.createDirectory(folder.config());
        new IngressPlaces().furnish(options);
        folder.operator().makeOnce();
        RunningStack.of(options).write();
        password = folder.accounts().password(Accounts.ALICE).orElseThrow();
        tls = FakeIngress.tls(folder.certificate());
    }

    @AfterEach
    void closePorts() {
        listeners.forEach(FakeIngress::close);
    }

    @Test
    void ingressAsItShouldBePleases() throws IOException {
        listen(Port.SMTP, new Mx());
        listen(Port.SUBMISSION, new Submission());
        assertThat(demo())
                .contains("Every case is as expected.")
                .contains("alice writes to bob", "535 5.7.8", "greylisting: retry in time");
    }

    @Test
    void whyAMailIsSpamIsToldByTheCheckItself() throws IOException {
        listen(Port.SMTP, new Mx());
        listen(Port.SUBMISSION, new Submission());
        assertThat(demo())
                .as("it does not run")
                .contains("spam: a fortune to share    -", "antispam http does not say")
                .contains("Every case is as expected.");
        HttpServer antispam = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port(Port.ANTISPAM_HTTP)), 0);
        antispam.createContext("/antispam/judgements", this::judge);
        antispam.start();
        try {
            assertThat(demo())
                    .contains("17.25 (spam from 5 on)  words-heir 3.50, url-uribl.test 3.00")
                    .contains("0.50 (spam from 5 on)   link-otherwise 0.50");
        } finally {
            antispam.stop(0);
        }
    }

    private void judge(HttpExchange exchange) throws IOException {
        String mail = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String said = mail.contains("COMPENSATION FUND")
                ? "{'score':17.25,'limit':5,'hits':[{'rule':'words-heir','score':3.5},{'rule':'url-uribl.test','score':3}]}"
                : "{'score':0.5,'limit':5,'more':1,'hits':[{'rule':'link-otherwise','score':0.5}]}";
        byte[] body = said.replace('\'', '"').getBytes(UTF_8);
        boolean known = exchange.getRequestHeaders()
                .getFirst("Authorization")
                .equals(folder.operator().authorization());
        exchange.sendResponseHeaders(known ? 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void closedSubmissionIsSaidOnce() throws IOException {
        listen(Port.SMTP, new Mx());
        assertThat(demo())
                .containsOnlyOnce("submission  -")
                .contains("submission is not open", "Not tried", "250 2.0.0 Ok")
                .doesNotContain("Every case");
    }

    @Test
    void withoutCredentialsNobodyLogsIn() throws IOException {
        Files.delete(folder.accounts().credentials());
        listen(Port.SMTP, new Mx());
        assertThat(demo()).contains("no password of alice@postern.test in " + data.resolve("credentials"));
    }

    @Test
    void replyThatShouldBeAnotherIsNamed() throws IOException {
        UnaryOperator<String> mx = new Mx();
        listen(Port.SMTP, command -> mx.apply(command).replaceFirst("550 5.7.1 .*", "250 2.1.5 Ok"));
        assertThat(demo())
                .contains("Not as expected: foreign domain; it should be answered 550 5.7.1")
                .doesNotContain("Not as expected: phrase of the list");
    }

    @Test
    void demoDoesNotWaitForMinutes() throws IOException {
        UnaryOperator<String> mx = new Mx();
        listen(Port.SMTP, command -> mx.apply(command).replace("in 1 seconds", "in 300 seconds"));
        assertThat(demo()).contains("greylisting says to come back in 29").doesNotContain("retry in time");
    }

    @Test
    void clientOfTheListThatIsLetInIsNamed() throws IOException {
        UnaryOperator<String> mx = new Mx();
        listen(Port.SMTP, command -> mx.apply(command.replace("CONNECT 127.0.0.2", "CONNECT 127.0.0.1")));
        assertThat(demo())
                .contains(
                        "Not as expected: client on a block list; it should be answered 554 5.7.1 Service unavailable;"
                                + " client [127.0.0.2] blocked using at RCPT")
                .doesNotContain("Not as expected: sender nobody can answer");
    }

    @Test
    void strangersCertificateIsNotTrusted() throws Exception {
        SelfMadeCertificate strangers = new SelfMadeCertificate(data.resolve("strangers"));
        strangers.makeOnce(folder.run(), folder.log("keytool"));
        tls = FakeIngress.tls(strangers);
        listen(Port.SMTP, new Mx());
        listen(Port.SUBMISSION, new Submission());
        assertThat(demo()).contains("the dialogue with port " + options.port(Port.SUBMISSION) + " failed");
    }

    @Test
    void everyMailIsAnotherOne() {
        assertThat(DemoMail.plain("a@b.example", "?").token())
                .isNotEqualTo(DemoMail.plain("a@b.example", "?").token());
    }

    @Test
    void everyLineOfAMailEndsInCrLf() {
        assertThat(List.of(DemoMail.plain("a@b.example", "?"), DemoMail.withAttachment("a@b.example")))
                .allSatisfy(mail -> assertThat(mail.text().replace("\r\n", ""))
                        .doesNotContain("\r")
                        .doesNotContain("\n"));
    }

    @Test
    void rightReplyAtTheWrongCommandIsNotAsExpected() {
        DemoCase unknown =
                DemoCase.of("x").from("a@b.example").to("c@d.example").isAnswered("550 5.1.1");
        assertThat(unknown.asExpected(new DemoCase.Outcome("RCPT", "550 5.1.1 <x>: User unknown")))
                .isTrue();
        assertThat(unknown.asExpected(new DemoCase.Outcome("end of data", "550 5.1.1 <x>: User unknown")))
                .isFalse();
    }

    private String demo() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, UTF_8)) {
            int status = Demo.run(folder, out);
            assertThat(status).isEqualTo(printed.toString(UTF_8).contains("Every case is as expected.") ? 0 : 1);
        } catch (StackFailed e) {
            return String.valueOf(e.getMessage());
        }
        return printed.toString(UTF_8);
    }

    private void listen(Port port, UnaryOperator<String> replies) throws IOException {
        listeners.add(new FakeIngress(options.port(port), tls, replies));
    }

    /** Takes mail for Alice and Bob. */
    private class Mx implements UnaryOperator<String> {

        private String client = "";
        private String sender = "";
        private String recipient = "";
        private final Instant greylistedUntil = Instant.now().plusSeconds(1);

        @Override
        public String apply(String said) {
            String[] words = said.split("[ <>]+", 3);
            return switch (words[0]) {
                case "CONNECT" -> {
                    client = words[1];
                    yield "220 mail.postern.test ESMTP";
                }
                case "EHLO" -> "250-mail.postern.test\r\n250 SIZE 1000";
                case "MAIL" -> {
                    sender = said;
                    yield said.endsWith(" SIZE=1001") ? "552 5.3.4 Too big" : "250 2.1.0 Ok";
                }
                case "RCPT" -> rcpt(said.substring(said.indexOf('<') + 1, said.indexOf('>')));
                case "DATA" -> "354 Go ahead";
                case "From:" -> mail(said);
                default -> "221 2.0.0 Bye";
            };
        }

        String rcpt(String address) {
            recipient = address.equals(TEAM) ? Accounts.BOB : address;
            if (client.equals("127.0.0.2")) {
                return "554 5.7.1 Service unavailable; client [127.0.0.2] blocked using dnsbl.test; Listed (X)";
            }
            if (client.equals("127.0.0.3") && Instant.now().isBefore(greylistedUntil)) {
                return "451 4.7.1 Greylisted, please try again in 1 seconds (X)";
            }
            if (sender.contains("@nullmx.example>")) {
                return "550 5.7.27 Sender address rejected: Domain nullmx.example does not accept mail (X)";
            }
            return switch (address) {
                case Accounts.ALICE, Accounts.BOB, TEAM -> "250 2.1.5 Ok";
                case "nobody@postern.test" -> "550 5.1.1 User unknown";
                default -> "550 5.7.1 <" + address + ">: Relay access denied";
            };
        }

        private String mail(String text) {
            if (text.contains("inheritance fee")) {
                return "554 5.7.1 Message rejected";
            }
            if (text.contains("GTUBE") || text.contains("COMPENSATION FUND")) {
                return "554 5.7.1 Message rejected: looks like spam (X)";
            }
            if (text.contains("holiday.scr")) {
                return "554 5.7.1 Message rejected: attachment of this kind not accepted (X)";
            }
            if (text.contains("eicar.txt")) {
                return "554 5.7.1 Message rejected: virus Eicar-Test-Signature found (X)";
            }
            Path arrived = folder.mail().resolve("postern.test/" + recipient.split("@", 2)[0] + "/Maildir/new");
            try {
                Files.createDirectories(arrived);
                Files.writeString(Files.createTempFile(arrived, "mail", ""), text);
            } catch (IOException e) {
                return "451 4.3.0 " + e;
            }
            return "250 2.0.0 Ok: queued as X";
        }
    }

    /** Knows Alice's password, and wants it. */
    private final class Submission extends Mx {

        private boolean encrypted;
        private boolean alice;

        @Override
        public String apply(String said) {
            switch (said.split(" ", 2)[0]) {
                case "STARTTLS" -> {
                    encrypted = true;
                    return "220 2.0.0 Ready";
                }
                case "EHLO" -> alice = false;
                case "QUIT" -> encrypted = false;
                case "AUTH" -> {
                    alice = encrypted && said.equals("AUTH PLAIN " + plain(password));
                    return alice ? "235 2.7.0 Ok" : "535 5.7.8 Error: authentication failed";
                }
                case "MAIL" -> {
                    if (!alice) {
                        return "530 5.7.0 Authentication required";
                    }
                    if (!said.contains(Accounts.ALICE)) {
                        return "553 5.7.1 Not yours";
                    }
                }
                default -> {}
            }
            return super.apply(said);
        }

        @Override
        String rcpt(String address) {
            super.rcpt(address);
            return "250 2.1.5 Ok";
        }

        private String plain(String password) {
            byte[] message = ("\0alice@postern.test\0" + password).getBytes(UTF_8);
            return Base64.getEncoder().encodeToString(message);
        }
    }
}
