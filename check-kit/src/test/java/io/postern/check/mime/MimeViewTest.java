package io.postern.check.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.postern.check.mime.MimeView.Flag;
import io.postern.check.part.Ambiguity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MimeViewTest {

    private static final MimeLimits SMALL = new MimeLimits(3, 5, 50, 1_000, 100, 10_000, 3, Duration.ofSeconds(10));

    @Test
    void plainMailIsItsSubjectAndItsText() throws IOException {
        MimeView view = read("Subject: hello\r\n\r\nsee you\r\n");
        assertThat(view.subject()).isEqualTo("hello");
        assertThat(view.texts()).containsExactly(part("1", "text/plain", "see you\r\n"));
        assertThat(view.flags()).isEmpty();
    }

    /** The first four from RFC 2047 section 8. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    =?ISO-8859-1?Q?a?= | a
                    =?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?= | ab
                    =?ISO-8859-1?Q?a_b?= | a b
                    =?ISO-8859-1?Q?Patrik_F=E4ltstr=F6m?= | Patrik Fältström
                    =?utf-8?B?R3LDvMOfZQ==?= | Grüße
                    =?utf-8?B?4oI=?= =?utf-8?B?rA==?= | €
                    =?x-unheard-of?q?plain?= | plain
                    =?utf-8?q?broken | =?utf-8?q?broken
                    """)
    void subjectIsDecoded(String raw, String decoded) throws IOException {
        assertThat(read("Subject: " + raw + "\r\n\r\n").subject()).isEqualTo(decoded);
    }

    @Test
    void foldedSubjectIsUnfolded() throws IOException {
        assertThat(read("Subject: cheap\r\n pills\r\n\r\n").subject()).isEqualTo("cheap pills");
    }

    @Test
    void raw8BitSubjectIsUtf8OrElseWindows1252() throws IOException {
        assertThat(read("Subject: Grüße\r\n\r\n".getBytes(UTF_8)).subject()).isEqualTo("Grüße");
        assertThat(read("Subject: Grüße\r\n\r\n".getBytes(ISO_8859_1)).subject())
                .isEqualTo("Grüße");
    }

    @Test
    void transferEncodingAndCharsetAreUndone() throws IOException {
        String base64 = Base64.getMimeEncoder().encodeToString("Привет".getBytes(Charset.forName("koi8-r")));
        assertThat(text("text/plain; charset=koi8-r", "base64", base64)).isEqualTo("Привет");
        assertThat(text("text/plain; charset=utf-8", "quoted-printable", "Gr=C3=BC=\r\n=C3=9Fe"))
                .isEqualTo("Grüße");
        assertThat(text("text/plain; charset=iso-8859-1", "quoted-printable", "=80 5"))
                .isEqualTo("€ 5");
    }

    @Test
    void unknownCharsetIsGuessedAndFlagged() throws IOException {
        MimeView view = read("Content-Type: text/plain; charset=x-unheard-of\r\n\r\nGrüße".getBytes(UTF_8));
        assertThat(view.texts()).extracting(Text::text).containsExactly("Grüße");
        assertThat(view.flags()).containsExactly(Flag.CHARSET);
    }

    @Test
    void htmlIsTheTextThatABrowserShows() throws IOException {
        assertThat(text("text/html", "7bit", "<style>x{}</style><p>via<b></b>gra&nbsp;<i>now</i><script>y()</script>"))
                .isEqualTo("viagra now");
    }

    @Test
    void textsOfNestedPartsAndMessagesAreFoundInOrder() throws IOException {
        MimeView view = read("""
                Subject: outer
                Content-Type: multipart/mixed; boundary=a

                preamble
                --a
                Content-Type: multipart/alternative; boundary=b

                --b

                one
                --b
                Content-Type: text/html

                <p>two
                --b--
                --a
                Content-Type: message/rfc822

                Subject: inner

                three
                --a
                Content-Type: application/octet-stream

                four
                --a--
                """.replace("\n", "\r\n"));
        assertThat(view.subject()).isEqualTo("outer");
        assertThat(view.texts())
                .containsExactly(
                        part("1.1", "text/plain", "one"),
                        new Text("1.2", "text/html", "two", "", List.of(), List.of(), Map.of("p", 1)),
                        part("2", "text/plain", "three"),
                        part("3", "application/octet-stream", "four"));
    }

    @Test
    void mailThatBreaksOffYieldsWhatCame() throws IOException {
        MimeView view = read("Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\none\r\n--a\r\n\r\ntwo");
        assertThat(view.texts()).extracting(Text::text).containsExactly("one", "two");
    }

    @Test
    void multipartWithoutAnyPartIsBroken() throws IOException {
        assertThat(read("Content-Type: multipart/mixed; boundary=a\r\n\r\nnothing")
                        .flags())
                .containsExactly(Flag.BROKEN);
    }

    @Test
    void headerBeyondTheLimitBreaksTheMailOff() throws IOException {
        MimeView view = read("Subject: kept\r\nX: y\r\nX: " + "y".repeat(2_000) + "\r\n\r\nlost", SMALL);
        assertThat(view.subject()).isEqualTo("kept");
        assertThat(view.flags()).containsExactly(Flag.BROKEN);
    }

    @Test
    void textBeyondTheLimitIsLeftOutAndFlagged() throws IOException {
        MimeView view = read("\r\n" + "x".repeat(101), SMALL);
        assertThat(view.texts()).extracting(Text::text).containsExactly("x".repeat(100));
        assertThat(view.flags()).containsExactly(Flag.TRUNCATED);
        assertThat(read("\r\n" + "x".repeat(100), SMALL).flags()).isEmpty();
    }

    @Test
    void partsBeyondTheLimitsAreLeftOutAndFlagged() throws IOException {
        assertThat(read("Content-Type: multipart/mixed; boundary=a\r\n\r\n" + "--a\r\n\r\nx\r\n".repeat(9), SMALL)
                        .flags())
                .containsExactly(Flag.TOO_MANY_PARTS);
        assertThat(read("Content-Type: message/rfc822\r\n\r\n".repeat(9), SMALL).flags())
                .containsExactly(Flag.TOO_MANY_PARTS);
    }

    @Test
    void attachmentHasItsNamesAndBothOfItsTypes() throws IOException {
        MimeView view = read("""
                Content-Type: multipart/mixed; boundary=a

                --a
                Content-Type: application/pdf; name="bill.pdf"
                Content-Disposition: attachment; filename*0=bill; filename*1=.exe
                Content-Transfer-Encoding: base64

                TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
                --a--
                """.replace("\n", "\r\n"));
        assertThat(view.attachments()).hasSize(1);
        Attachment attachment = view.attachments().getFirst();
        assertThat(attachment.path()).isEqualTo("1");
        assertThat(attachment.names()).containsExactly("bill.exe", "bill.pdf");
        assertThat(attachment.declared()).isEqualTo("application/pdf");
        assertThat(attachment.sniffed()).isEqualTo("application/x-msdownload");
        assertThat(attachment.inline()).isFalse();
        assertThat(attachment.size()).isEqualTo(60);
        assertThat(view.ambiguities()).containsExactly(Ambiguity.NAME);
    }

    @Test
    void headersOfAllMessagesAreThere() throws IOException {
        MimeView view = read("""
                From: a@b
                X: one
                X: two
                Content-Type: multipart/mixed; boundary=a

                --a
                Content-Type: message/rfc822; name="x.eml"

                Subject: inner

                hello
                --a--
                """.replace("\n", "\r\n"));
        assertThat(view.message().first("from")).isEqualTo("a@b");
        assertThat(view.message().all("x")).containsExactly("one", "two");
        assertThat(view.messages())
                .extracting(Message::path, Message::subject)
                .containsExactly(tuple("", ""), tuple("1", "inner"));
        assertThat(view.attachments()).extracting(Attachment::name).containsExactly("x.eml");
        assertThat(view.ambiguities()).isEmpty();
    }

    @Test
    void ambiguousMailIsReadOnceMoreByHowItsLinesLook() throws IOException {
        MimeView view = read("""
                Content-Type: multipart/mixed; boundary=a; boundary=b

                --b
                Content-Type: text/plain

                plain words
                --b
                Content-Type: application/octet-stream; name=x.exe
                Content-Transfer-Encoding: base64

                aGlkZGVuIHdvcmRzLCBtb3JlIG9mIHRoZW0=
                --b--
                --a

                one
                --a--
                """.replace("\n", "\r\n"));
        assertThat(view.ambiguities()).contains(Ambiguity.BOUNDARY);
        assertThat(view.texts())
                .extracting(text -> text.text().strip())
                .contains("one", "plain words", "hidden words, more of them");
        assertThat(view.attachments()).extracting(Attachment::name).contains("x.exe");
    }

    @Test
    void readingEndsWhenItsTimeIsUp() throws IOException {
        MimeLimits hasty = new MimeLimits(3, 5, 50, 1_000, 100, 10_000, 3, Duration.ZERO);
        assertThat(read("Subject: x\r\n\r\nhello", hasty).flags()).contains(Flag.TOO_SLOW);
    }

    @Test
    void addressInAPlainTextIsALink() throws IOException {
        assertThat(read("\r\nsee https://a.example/x?y=1. Or (www.b.example)")
                        .texts()
                        .getFirst()
                        .links())
                .extracting(Link::target)
                .containsExactly("https://a.example/x?y=1", "www.b.example");
    }

    @Test
    void failureOfTheStorageIsNotTheMailsFault() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        };
        assertThatThrownBy(() -> MimeView.read(broken))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
    }

    private static String text(String type, String encoding, String body) throws IOException {
        return read("Content-Type: " + type + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body)
                .texts()
                .getFirst()
                .text();
    }

    private static Text part(String path, String type, String text) {
        return new Text(path, type, text, "", List.of(), List.of(), Map.of());
    }

    private static MimeView read(String mail) throws IOException {
        return read(mail, MimeLimits.DEFAULT);
    }

    private static MimeView read(String mail, MimeLimits limits) throws IOException {
        return MimeView.read(new ByteArrayInputStream(mail.getBytes(UTF_8)), limits);
    }

    private static MimeView read(byte[] mail) throws IOException {
        return MimeView.read(new ByteArrayInputStream(mail));
    }
}
