package io.postern.delivery.bounce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.contract.Envelope.Recipient;
import io.postern.contract.Envelope.Ret;
import io.postern.contract.MailReceived;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoticesTest {

    private static final MailReceived WANTED_WHOLE = SampleNotice.mail("sender@client.example", false, Ret.FULL, null);
    private static final Report FAILED = report("550 5.1.1 User unknown");

    @ParameterizedTest
    @EnumSource
    void isWordForWord(SampleNotice sample) throws IOException {
        String name = sample.name().toLowerCase(ROOT).replace('_', '-') + ".eml";
        try (InputStream golden =
                Objects.requireNonNull(NoticesTest.class.getResourceAsStream("/bounce/" + name), name)) {
            String expected = new String(golden.readAllBytes(), UTF_8);
            assertThat(new String(sample.written().content(), UTF_8).replace("\r\n", "\n"))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesFromNobodyToTheSenderInLinesThatSmtpCarries(SampleNotice sample) throws IOException {
        Bounce bounce = sample.written();
        assertThat(bounce.envelope().sender()).isEmpty();
        assertThat(bounce.envelope().addresses())
                .containsExactly(sample.mail.envelope().sender());
        String content = new String(bounce.content(), ISO_8859_1);
        assertThat(content.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
        assertThat(content.split("\r\n")).allMatch(line -> line.length() <= 998);
    }

    @ParameterizedTest
    @EnumSource
    void isNotAnswerableItself(SampleNotice sample) throws IOException {
        HeaderSection header = HeaderSection.of(sample.written().content());
        assertThat(Answerable.silence("somebody@example.org", header)).isPresent();
    }

    @Test
    void onlyWhatNeedsMoreThanAsciiAsksForIt() throws IOException {
        assertThat(SampleNotice.FAILED.written().envelope().eightBit()).isFalse();
        assertThat(SampleNotice.FAILED.written().envelope().smtpUtf8()).isFalse();
        assertThat(SampleNotice.INTERNATIONAL.written().envelope().eightBit()).isTrue();
        assertThat(SampleNotice.INTERNATIONAL.written().envelope().smtpUtf8()).isTrue();
    }

    @Test
    void recipientBeyondAsciiNeedsNoMoreThanEightBits() throws IOException {
        Report report =
                SampleNotice.failed(new Recipient("d\u00f8mi@example.org"), "5.1.1", "550 5.1.1 No", "mx.example.org");
        Bounce bounce = write("Subject: s\r\n\r\n", report);
        assertThat(text(bounce)).contains("Final-Recipient: utf-8; d\u00f8mi@example.org");
        assertThat(bounce.envelope().eightBit()).isTrue();
        assertThat(bounce.envelope().smtpUtf8()).isFalse();
    }

    @Test
    void largeMailComesBackAsItsHeadersAndIsNotRead() throws IOException {
        byte[] head = "Subject: large\r\n\r\n".getBytes(UTF_8);
        MailReceived large = new MailReceived(
                "M1", WANTED_WHOLE.session(), WANTED_WHOLE.envelope(), 1, 25_000_000, "0", WANTED_WHOLE.receivedAt());
        Original original = new Original(large, HeaderSection.of(head), out -> {
            throw new AssertionError("the content was asked for");
        });
        Bounce bounce = SampleNotice.notices(1000).write("N1", SampleNotice.at(), original, List.of(FAILED));
        assertThat(text(bounce)).contains("Content-Type: text/rfc822-headers", "Subject: large");
    }

    @Test
    void smallMailComesBackWholeWithLineEndsPutRight() throws IOException {
        assertThat(about("Subject: s\n\none\rtwo\r\nthree\n", FAILED))
                .contains("Content-Type: message/rfc822", "\r\n\r\nSubject: s\r\n\r\none\r\ntwo\r\nthree\r\n\r\n--");
    }

    @Test
    void wholeMailOfEightBitsIsDeclared() throws IOException {
        Bounce bounce = write("Subject: s\r\n\r\nCaf\u00e9\r\n", FAILED);
        assertThat(text(bounce)).contains("message/rfc822\r\nContent-Transfer-Encoding: 8bit");
        assertThat(bounce.envelope().eightBit()).isTrue();
        assertThat(bounce.envelope().smtpUtf8()).isFalse();
    }

    @Test
    void mailThatCannotTravelAsItIsComesBackAsItsHeaders() throws IOException {
        assertThat(about("Subject: s\r\n\r\n" + "x".repeat(999) + "\r\n", FAILED))
                .contains("text/rfc822-headers");
        assertThat(about("Subject: s\r\n\r\n\0\r\n", FAILED)).contains("text/rfc822-headers");
        assertThat(about("Subject: s\r\n\r\n" + "x".repeat(998) + "\r\n", FAILED))
                .contains("message/rfc822");
    }

    @Test
    void headersOfEightBitsOrLongLinesAreEncoded() throws IOException {
        Report delayed =
                new Report(FAILED.recipient(), Action.DELAYED, "4.0.0", null, null, FAILED.lastAttempt(), null);
        assertThat(about("Subject: Caf\u00e9\r\n\r\n", delayed))
                .contains("text/rfc822-headers\r\nContent-Transfer-Encoding: quoted-printable")
                .contains("Subject: Caf=C3=A9\r\n");
        assertThat(about("X: " + "y".repeat(2000) + "\r\n\r\n", delayed)).contains("quoted-printable");
    }

    @Test
    void whatStrangersSayBeginsNoFieldAndNoPart() throws IOException {
        String mail = "Subject: a\r\n b =?utf-8?q?=0D=0AX-Evil:_1?=\r\nMessage-ID: <a@b>\u00e9\r\n\r\n";
        String notice = about(mail, report("550 5.1.1 no\r\n\r\n--=_N1\r\nAction: delivered\u2028x\u202ey"));
        assertThat(notice.lines()).noneMatch(line -> line.startsWith("X-Evil") || line.startsWith("Action: delivered"));
        assertThat(notice.lines().filter(line -> line.equals("--=_N1"))).hasSize(3);
        assertThat(notice).doesNotContain("In-Reply-To", "\u202e");
    }

    @Test
    void replyWithoutAnEndIsCutAndFolded() throws IOException {
        Bounce bounce = write("Subject: s\r\n\r\n", report("550 " + "x".repeat(100_000)));
        assertThat(bounce.content()).hasSizeLessThan(10_000);
        assertThat(text(bounce).lines()).allMatch(line -> line.length() <= 998);
    }

    @Test
    void whoIsNobodyIsNotTold() {
        MailReceived bounce = SampleNotice.mail("", false, null, null);
        assertThatThrownBy(() -> SampleNotice.notices(0)
                        .write("N1", SampleNotice.at(), SampleNotice.original(bounce, new byte[0]), List.of(FAILED)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contentThatIsShortIsNotSentOnAsTheWhole() throws IOException {
        Original whole = SampleNotice.original(WANTED_WHOLE, "Subject: s\r\n\r\n".getBytes(UTF_8));
        Original cut = new Original(whole.mail(), whole.header(), out -> out.write('S'));
        assertThatThrownBy(() -> SampleNotice.notices(1000).write("N1", SampleNotice.at(), cut, List.of(FAILED)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 bytes of 14");
    }

    private static Report report(String said) {
        return SampleNotice.failed(new Recipient("bob@example.org"), "5.1.1", said, "mx.example.org");
    }

    private static String about(String mail, Report report) throws IOException {
        return text(write(mail, report));
    }

    private static Bounce write(String mail, Report report) throws IOException {
        return SampleNotice.notices(10_000)
                .write(
                        "N1",
                        SampleNotice.at(),
                        SampleNotice.original(WANTED_WHOLE, mail.getBytes(UTF_8)),
                        List.of(report));
    }

    private static String text(Bounce bounce) {
        return new String(bounce.content(), UTF_8);
    }
}
