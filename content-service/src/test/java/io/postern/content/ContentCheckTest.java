package io.postern.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.check.Finding;
import io.postern.check.Mail;
import io.postern.contract.Golden;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.PeerReply;
import io.postern.contract.Verdict.Reason;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentCheckTest {

    private final ContentCheck check = Lists.check("# comment", "cheap pills", "free money");

    @Test
    void mailWithoutPhrasesPasses() throws IOException {
        assertThat(check("Subject: hello\r\n\r\nsee you\r\n")).isEqualTo(Finding.pass());
    }

    @Test
    void emptyListsPassEverything() throws IOException {
        assertThat(Lists.check().check(mail("Subject: free money\r\n\r\n"))).isEqualTo(Finding.pass());
    }

    @Test
    void phraseInTheSubjectFailsAndSaysWhereItStands() throws IOException {
        Finding finding = check("Subject: get Cheap  PILLS\r\n\r\nsee you\r\n");
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.score()).isEqualTo(5);
        assertThat(finding.reasons())
                .containsExactly(new Reason(
                        "phrase",
                        "phrase of a list found",
                        Map.of("list", "phrases.txt", "entry", "2", "part", "subject", "offset", "4")));
        assertThat(finding.reply()).isEqualTo(new PeerReply(554, "5.7.1", "Message rejected: content not accepted"));
    }

    @Test
    void eachEntryCountsOnceHoweverOftenItIsFound() throws IOException {
        Finding finding = check("Subject: free money\r\n\r\nfree money, cheap pills, free money\r\n");
        assertThat(finding.score()).isEqualTo(10);
        assertThat(finding.reasons())
                .extracting(reason -> reason.detail().get("part"))
                .containsExactly("subject", "body");
    }

    @Test
    void phraseIsFoundBehindEncodingAndMarkup() throws IOException {
        String html = Base64.getMimeEncoder().encodeToString("<p>fr<b>ee</b>&nbsp;mo&#110;ey</p>".getBytes(UTF_8));
        Finding finding = check("Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\n"
                + "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" + html + "\r\n--b--\r\n");
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    }

    private Finding check(String content) throws IOException {
        return check.check(mail(content));
    }

    private static Mail mail(String content) {
        return Mail.of(Golden.MAIL, content.getBytes(UTF_8));
    }
}
