package io.postern.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XclientTest {

    @TempDir
    private Path folder;

    private Dialogue proxy;

    @BeforeEach
    void connect() {
        proxy = Dialogue.proxy(folder);
    }

    @Test
    void isOfferedToThoseWhoMay() {
        proxy.says("EHLO c");
        assertThat(proxy.last()).isEqualTo("250 XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT");
    }

    @Test
    void isUnknownToTheOthers() {
        Dialogue client = new Dialogue(folder).says("EHLO c", "XCLIENT ADDR=192.0.2.9");
        assertThat(client.replies).noneMatch(reply -> reply.contains("XCLIENT"));
        assertThat(client.last()).isEqualTo("500 5.5.2 Command unrecognized");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ADDR=198.51.100.7                   | 198.51.100.7
            addr=198.51.100.7 name=x.test       | 198.51.100.7
            ADDR=IPV6:2001:DB8:0:0::7           | 2001:db8::7
            ADDR=2001:db8::7                    | 2001:db8::7
            ADDR=198+2E51.100.7                 | 198.51.100.7
            NAME=[UNAVAILABLE] ADDR=198.51.100.7 HELO=h PROTO=ESMTP DESTADDR=10.0.0.1 DESTPORT=25 | 198.51.100.7
            """)
    void tellsTheAddress(String attributes, String address) {
        proxy.says("EHLO c", "XCLIENT " + attributes);
        assertThat(proxy.last()).isEqualTo("220 mx.test ESMTP Postern");
        assertThat(proxy.snapshot().clientIp()).isEqualTo(address);
        assertThat(proxy.events).endsWith("reopened " + address);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            XCLIENT                       | 501 5.5.4 Syntax: XCLIENT attribute=value...
            XCLIENT ADDR                  | 501 5.5.4 Syntax: XCLIENT attribute=value...
            XCLIENT =1                    | 501 5.5.4 Syntax: XCLIENT attribute=value...
            XCLIENT ADDR=x.test           | 501 5.5.4 Bad XCLIENT address
            XCLIENT ADDR=1.2.3.4+0D+0A250 | 501 5.5.4 Bad XCLIENT address
            XCLIENT PORT=65536            | 501 5.5.4 Bad XCLIENT port
            XCLIENT PORT=x                | 501 5.5.4 Bad XCLIENT port
            XCLIENT FROB=1                | 501 5.5.4 Bad XCLIENT attribute
            """)
    void isRefused(String command, String reply) {
        proxy.says("EHLO c", command);
        assertThat(proxy.last()).startsWith(reply);
        assertThat(proxy.snapshot().clientIp()).isEqualTo(Dialogue.CLIENT);
    }

    @Test
    void theClientMayDoOnlyWhatItMayDo() {
        proxy.says("EHLO c", "XCLIENT ADDR=198.51.100.7", "EHLO d", "MAIL FROM:<s@x.test>", "RCPT TO:<r@else.test>");
        assertThat(proxy.last()).isEqualTo("550 5.7.1 <r@else.test>: Relay access denied");
        assertThat(proxy.snapshot().outgoing()).isFalse();
    }

    @Test
    void theLoginTheProxySawCounts() {
        proxy.says("EHLO c", "XCLIENT ADDR=198.51.100.7 LOGIN=alice", "EHLO d");
        assertThat(proxy.snapshot().user()).isEqualTo("alice");
        proxy.says("MAIL FROM:<bob@here.test>");
        assertThat(proxy.last()).startsWith("553 5.7.1 <bob@here.test>: Sender address rejected: not owned by user");
    }

    @Test
    void whatWasKnownOfTheProxyIsForgotten() {
        proxy.says("EHLO c", "AUTH PLAIN " + LoginTest.ALICE, "XCLIENT PORT=77", "MAIL FROM:<s@x.test>");
        assertThat(proxy.last()).isEqualTo("503 5.5.1 Error: send HELO or EHLO first");
        assertThat(proxy.snapshot().user()).isNull();
        assertThat(proxy.snapshot().clientPort()).isEqualTo(77);
    }

    @Test
    void isNotPossibleDuringAMail() {
        proxy.says("EHLO c", "MAIL FROM:<s@x.test>", "XCLIENT ADDR=198.51.100.7");
        assertThat(proxy.last()).isEqualTo("503 5.5.1 Error: MAIL transaction in progress");
    }

    @Test
    void mayBeSaidAgainByTheProxy() {
        proxy.says("XCLIENT ADDR=198.51.100.7", "XCLIENT ADDR=198.51.100.8");
        assertThat(proxy.snapshot().clientIp()).isEqualTo("198.51.100.8");
        assertThat(proxy.events).containsExactly("reopened 198.51.100.7", "reopened 198.51.100.8");
    }

    @Test
    void nothingMayBePipelinedBehindIt() {
        proxy.says("EHLO c").sends("XCLIENT ADDR=198.51.100.7\r\nEHLO d\r\n");
        assertThat(proxy.last()).isEqualTo("554 5.5.0 Error: SMTP protocol synchronization");
    }

    @Test
    void clientOfUnknownAddressDoesNotGetTheRightsOfTheProxy() {
        proxy.says("XCLIENT ADDR=[UNAVAILABLE]", "EHLO d", "MAIL FROM:<s@x.test>", "RCPT TO:<r@else.test>");
        assertThat(proxy.last()).isEqualTo("550 5.7.1 <r@else.test>: Relay access denied");
    }

    @Test
    void replyToAnAttributeBeyondAsciiIsWellFormed() {
        proxy.says("XCLIENT " + "\u00e9".repeat(450) + "=1");
        assertThat(proxy.last()).hasSizeLessThanOrEqualTo(510).matches("[ -~]*");
    }

    @Test
    void userThatWouldForgeTheLogIsRefused() {
        proxy.says("XCLIENT ADDR=198.51.100.7 LOGIN=al+0D+0AINJECTED+20ERROR");
        assertThat(proxy.last()).startsWith("501 5.5.4 Bad XCLIENT login");
    }

    @Test
    void userIsTakenInUtf8() {
        proxy.says("XCLIENT ADDR=198.51.100.7 LOGIN=j+C3+BCrgen");
        assertThat(proxy.snapshot().user()).isEqualTo("j\u00fcrgen");
    }

    @Test
    void userBeyondAsciiIsNotNamedInAReply() {
        proxy.says("XCLIENT ADDR=198.51.100.7 LOGIN=j+FCrgen", "EHLO d", "MAIL FROM:<bob@here.test>");
        assertThat(proxy.last()).startsWith("553 5.7.1 ").matches("[ -~]*");
    }
}
