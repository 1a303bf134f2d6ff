package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4954. */
class LoginTest {

    /** What the only user says to be let in. */
    static final String ALICE = base64("\0alice\0secret");

    private static final String FIRST = "503 5.5.1 Error: send HELO or EHLO first";
    private static final String OUT_OF_STEP = "554 5.5.0 Error: SMTP protocol synchronization";

    @TempDir
    private Path folder;

    private Dialogue client;

    @BeforeEach
    void connect() {
        client = new Dialogue(folder, Dialogue.SUBMISSION).says("EHLO c", "STARTTLS", "EHLO c");
    }

    @Test
    void mechanismsAreOfferedUntilOneHasBeenUsed() {
        assertThat(client.last()).isEqualTo("250 AUTH PLAIN LOGIN");
        client.says("AUTH PLAIN " + ALICE, "EHLO c");
        assertThat(client.last()).doesNotContain("AUTH");
    }

    @Test
    void userIsLetIn() {
        client.says("AUTH PLAIN " + ALICE);
        assertThat(client.last()).isEqualTo("235 2.7.0 Authentication successful");
        assertThat(client.snapshot().user()).isEqualTo("alice");
        assertThat(client.snapshot().protocol()).isEqualTo("ESMTPSA");
        assertThat(client.snapshot().outgoing()).isTrue();
    }

    @Test
    void responseMayFollowTheChallenge() {
        client.says("auth plain");
        assertThat(client.last()).isEqualTo("334 ");
        client.says(ALICE);
        assertThat(client.last()).isEqualTo("235 2.7.0 Authentication successful");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AUTH                   | 501 5.5.4 Syntax: AUTH mechanism [initial-response]
            AUTH PLAIN AAAA BBBB   | 501 5.5.4 Syntax: AUTH mechanism [initial-response]
            AUTH CRAM-MD5          | 504 5.5.4 Error: unknown authentication mechanism
            AUTH NTLM AAAA         | 504 5.5.4 Error: unknown authentication mechanism
            AUTH PLAIN A           | 501 5.5.2 Error: cannot decode response
            AUTH PLAIN *           | 501 5.5.2 Error: cannot decode response
            AUTH PLAIN AA==AA==    | 501 5.5.2 Error: cannot decode response
            AUTH PLAIN \u00fc\u00fc\u00fc\u00fc | 501 5.5.2 Error: cannot decode response
            AUTH PLAIN AAAA        | 535 5.7.8 Error: authentication failed
            AUTH PLAIN =           | 535 5.7.8 Error: authentication failed
            """)
    void withoutTheChallenge(String command, String reply) {
        client.says(command);
        assertThat(client.last()).isEqualTo(reply);
        assertThat(client.snapshot().user()).isNull();
        client.says("NOOP");
        assertThat(client.last()).isEqualTo("250 2.0.0 Ok");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *             | true  | 501 5.7.0 Authentication aborted
            A             | true  | 501 5.5.2 Error: cannot decode response
            AAAA BBBB     | true  | 501 5.5.2 Error: cannot decode response
            ' '           | true  | 501 5.5.2 Error: cannot decode response
            =             | true  | 501 5.5.2 Error: cannot decode response
            AAAA          | false | 535 5.7.8 Error: authentication failed
            ''            | false | 535 5.7.8 Error: authentication failed
            """)
    void afterTheChallenge(String response, boolean abandoned, String reply) {
        client.says("AUTH PLAIN", response);
        assertThat(client.last()).isEqualTo(reply);
        assertThat(client.events.contains("abandoned")).isEqualTo(abandoned);
        client.says("NOOP");
        assertThat(client.last()).isEqualTo("250 2.0.0 Ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP", "QUIT", "RSET"})
    void commandInsteadOfTheResponseIsNoCommand(String command) {
        client.says("AUTH PLAIN", command);
        assertThat(client.last()).startsWith("5");
        assertThat(client.closed).isFalse();
    }

    @Test
    void isPossibleOnce() {
        client.says("AUTH PLAIN " + ALICE, "AUTH PLAIN " + ALICE);
        assertThat(client.last()).isEqualTo("503 5.5.1 Error: already authenticated");
    }

    @ParameterizedTest
    @CsvSource({"STARTTLS", "NOOP", "HELO c"})
    void needsEhlo(String instead) {
        Dialogue rude = new Dialogue(folder, Dialogue.SUBMISSION).says(instead, "AUTH PLAIN " + ALICE);
        assertThat(rude.last()).isEqualTo(FIRST);
    }

    @Test
    void needsTls() {
        Dialogue plain = new Dialogue(folder, Dialogue.SUBMISSION).says("EHLO c");
        assertThat(plain.replies).noneMatch(reply -> reply.contains("AUTH"));
        plain.says("AUTH PLAIN " + ALICE);
        assertThat(plain.last()).isEqualTo("530 5.7.0 Must issue a STARTTLS command first");
        assertThat(plain.snapshot().user()).isNull();
    }

    @Test
    void needsNoTlsWhereTheNetworkIsListed() {
        Rules listed = new Rules(true, true, true, true, false, false, false, true, Duration.ZERO);
        Dialogue plain = new Dialogue(folder, listed).says("EHLO c", "MAIL FROM:<alice@here.test>");
        assertThat(plain.last()).isEqualTo("530 5.7.0 Authentication required");
        plain.says("AUTH PLAIN " + ALICE, "MAIL FROM:<alice@here.test>");
        assertThat(plain.last()).isEqualTo("250 2.1.0 Ok");
        assertThat(plain.snapshot().protocol()).isEqualTo("ESMTPA");
    }

    @Test
    void isNotPossibleWhereNobodyLogsIn() {
        Dialogue server = new Dialogue(folder).says("EHLO c", "AUTH PLAIN " + ALICE);
        assertThat(server.last()).isEqualTo("503 5.5.1 Error: authentication not enabled");
    }

    @Test
    void isNotPossibleDuringAMail() {
        Dialogue server = new Dialogue(folder, Dialogue.MX)
                .says("EHLO c", "STARTTLS", "EHLO c", "MAIL FROM:<s@x.test>", "AUTH PLAIN " + ALICE);
        assertThat(server.last()).isEqualTo("503 5.5.1 Error: MAIL transaction in progress");
    }

    @Test
    void responseMayBeAsLongAsTheRfcSays() {
        client.says("AUTH PLAIN", "A".repeat(12288 - 4));
        assertThat(client.last()).isEqualTo("535 5.7.8 Error: authentication failed");
        client.says("AUTH PLAIN " + "A".repeat(8000));
        assertThat(client.last()).isEqualTo("535 5.7.8 Error: authentication failed");
    }

    @Test
    void longerResponseEndsTheExchange() {
        client.says("AUTH PLAIN", "A".repeat(12288));
        assertThat(client.last()).isEqualTo("500 5.5.2 Line too long");
        assertThat(client.events).contains("abandoned");
        client.says(ALICE);
        assertThat(client.last()).isEqualTo("500 5.5.2 Command unrecognized");
    }

    @Test
    void responseWithABareLineFeedEndsTheExchange() {
        client.says("AUTH PLAIN").sends(ALICE + "\n");
        assertThat(client.last()).isEqualTo("500 5.5.2 Lines end in CRLF");
        assertThat(client.events).contains("abandoned");
    }

    @Test
    void linesAreShortAgainOnceLoggedIn() {
        client.says("AUTH PLAIN " + ALICE, "NOOP " + "x".repeat(600));
        assertThat(client.last()).isEqualTo("500 5.5.2 Line too long");
    }

    @Test
    void nothingMayBePipelinedBehindTheCommand() {
        client.sends("AUTH PLAIN " + ALICE + "\r\nMAIL FROM:<alice@here.test>\r\n");
        assertThat(client.last()).isEqualTo(OUT_OF_STEP);
        assertThat(client.closed).isTrue();
    }

    @Test
    void nothingMayBePipelinedBehindTheResponse() {
        client.says("AUTH PLAIN").sends(ALICE + "\r\nMAIL FROM:<alice@here.test>\r\n");
        assertThat(client.last()).isEqualTo(OUT_OF_STEP);
        assertThat(client.events).contains("abandoned");
        assertThat(client.closed).isTrue();
    }

    @Test
    void guessingEndsTheSession() {
        for (int guess = 0; guess < 5; guess++) {
            client.says("AUTH PLAIN AAAA");
        }
        assertThat(client.last()).isEqualTo("421 4.7.0 mx.test Error: too many errors");
        assertThat(client.closed).isTrue();
    }

    @Test
    void whoIsToldGoodbyeIsSentAway() {
        client.says("AUTH PLAIN " + base64("\0\0"));
        assertThat(client.last()).isEqualTo("421 4.7.0 mx.test Error: too many failed logins");
        assertThat(client.closed).isTrue();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(US_ASCII));
    }
}
