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
    void mailWithoutPhrasesPasses() throws IOException, InterruptedException {
        assertThat(check("Subject: hello\r\n\r\nsee you\r\n")).isEqualTo(Finding.pass());
    }

    @Test
    void emptyListsPassEverything() throws IOException, InterruptedException {
        assertThat(Lists.check().check(mail("Subject: free money\r\n\r\n"))).isEqualTo(Finding.pass());
    }

    @Test
    void phraseInTheSubjectFailsAndSaysWhereItStands() throws IOException, InterruptedException {
        Finding finding = check("Subject: get Cheap  PILLS\r\n\r\nsee you\r\n");
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.score()).isEqualTo(5);
        assertThat(finding.reasons())
                .containsExactly(new Reason(
                        "phrase",
                        "phrase of a list found",
                        Map.of("list", "phrases.txt", "entry", "2", "part", "subject", "offset", "4"),
                        5,
                        false,
                        new PeerReply(554, "5.7.1", "Message rejected: content not accepted")));
    }

    @Test
    void eachEntryCountsOnceHoweverOftenItIsFound() throws IOException, InterruptedException {
        Finding finding = check("Subject: free money\r\n\r\nfree money, cheap pills, free money\r\n");
        assertThat(finding.score()).isEqualTo(10);
        assertThat(finding.reasons())
                .extracting(reason -> reason.detail().get("part"))
                .containsExactly("subject", "body");
    }

    @Test
    void phraseIsFoundBehindEncodingAndMarkup() throws IOException, InterruptedException {
        String html = Base64.getMimeEncoder().encodeToString("<p>fr<b>ee</b>&nbsp;mo&#110;ey</p>".getBytes(UTF_8));
        Finding finding = check("Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\n"
                + "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" + html + "\r\n--b--\r\n");
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void partIsNamedWhereThereAreSeveral() throws IOException, InterruptedException {
        Finding finding = check("""
                Content-Type: multipart/mixed; boundary=b

                --b

                hello
                --b

                so: free money
                --b--
                """.replace("\n", "\r\n"));
        assertThat(finding.reasons())
                .extracting(Reason::detail)
                .containsExactly(
                        Map.of("list", "phrases.txt", "entry", "3", "part", "body", "path", "2", "offset", "4"));
    }

    @Test
    void entryWithNothingButAScoreDecidesNothing() throws IOException, InterruptedException {
        Finding finding = Lists.yaml("entries:\n  - { phrases: hello, score: 2 }\n  - { phrases: you, score: 1.5 }\n")
                .check(mail("Subject: hello\r\n\r\nsee you\r\n"));
        assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
        assertThat(finding.score()).isEqualTo(3.5);
        assertThat(finding.reasons()).extracting(Reason::code).containsExactly("scored", "scored");
    }

    @Test
    void findingHasTheCodeThatTheOperatorGivesIt() throws IOException, InterruptedException {
        Finding finding = Lists.yaml("entries:\n  - { phrases: hello, finding: greeting, score: 7 }\n")
                .check(mail("Subject: hello\r\n\r\n"));
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.reasons()).extracting(Reason::code).containsExactly("greeting");
        assertThat(finding.score()).isEqualTo(7);
    }

    private Finding check(String content) throws IOException, InterruptedException {
        return check.check(mail(content));
    }

    private static Mail mail(String content) {
        return Mail.of(Golden.MAIL, content.getBytes(UTF_8));
    }
}
