package io.postern.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ingress.session.SessionLimits.BareNewlines;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read of a mail's content: lines (RFC 5321 section 2.3.8), dots (4.5.2), hops (6.3), missing fields. */
class ContentTest {

    private static final SessionLimits NORMALISING =
            new SessionLimits(2000, 3, 4, 5, 10, 3, 512, 998, BareNewlines.NORMALISE);

    @TempDir
    private Path folder;

    /** What comes before the end of data, and what it becomes. */
    static String[][] bareNewlines() {
        return new String[][] {
            {"a\nb\r\n", "a\r\nb\r\n"},
            {"a\rb\r\n", "a b\r\n"},
            {"a\r\r\n", "a \r\n"},
            {"a\n\r\n", "a\r\n\r\n"},
            {"a\n\nb\r\n", "a\r\n\r\nb\r\n"},
            {"\n\r\n", "\r\n\r\n"},
            {"a\n.\nb\r\n", "a\r\n.\r\nb\r\n"},
            {"a\n.\r\nb\r\n", "a\r\n.\r\nb\r\n"},
            {"a\r\n.\nb\r\n", "a\r\n\r\nb\r\n"},
            {"a\r\n.\rb\r\n", "a\r\n b\r\n"},
            {"a\r\n.\r\r\nb\r\n", "a\r\n \r\nb\r\n"},
            {"a\r.\r\nb\r\n", "a .\r\nb\r\n"},
            {"a\r.\rb\r\n", "a . b\r\n"},
            {"a\n..b\r\n", "a\r\n..b\r\n"},
            {"..a\r\n...\r\n.b\r\n", ".a\r\n..\r\nb\r\n"},
        };
    }

    @ParameterizedTest
    @MethodSource("bareNewlines")
    void bareNewlineIsNormalisedAndNeverEndsTheMail(String sent, String kept) {
        Dialogue client = inData(new Dialogue(folder, Rules.PLAIN, NORMALISING, Admission.OPEN))
                .sends(sent);
        assertThat(client.last()).startsWith("354 ");
        client.sends(".\r\nNOOP\r\n");
        assertThat(client.mails).containsExactly(kept);
        assertThat(client.last()).isEqualTo("250 2.0.0 Ok");
    }

    @Test
    void bareLineFeedDotBareLineFeedIsNotTheEnd() {
        Dialogue client = inData(new Dialogue(folder, Rules.PLAIN, NORMALISING, Admission.OPEN));
        int replies = client.replies.size();
        client.sends("a\n.\nMAIL FROM:<evil@x.test>\n").sends("b\r.\rRSET\r\n");
        assertThat(client.replies).hasSize(replies);
        client.sends(".\r\n");
        assertThat(client.mails).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"3, 250 2.0.0 Ok: queued as M1", "4, 554 5.4.6 Too many hops"})
    void hopsAreCounted(int hops, String reply) {
        Dialogue client = inData(new Dialogue(folder))
                .sends("Received: from a\r\n\tby b\r\n".repeat(hops) + "\r\nReceived: in the body\r\n.\r\n");
        assertThat(client.last()).isEqualTo(reply);
    }

    /** It stood in the trace of a mail that there was not. */
    @Test
    void refusalAfterTheContentIsAboutTheMailThatIsDropped() {
        Dialogue client = inData(new Dialogue(folder)).sends("Received: x\r\n".repeat(4) + ".\r\n");
        assertThat(client.refused).containsExactly("M1 5.4.6");
        client.says("MAIL FROM:<a@b.test>", "RCPT TO:<nobody@here.test>", "RSET", "RCPT TO:<alice@here.test>");
        assertThat(client.refused).containsExactly("M1 5.4.6", "M2 5.1.1");
    }

    @Test
    void hopsAreCountedWhateverTheCase() {
        Dialogue client =
                inData(new Dialogue(folder)).sends("received:\r\nRECEIVED: x\r\nReceived: y\r\nReCeIvEd: z\r\n.\r\n");
        assertThat(client.last()).isEqualTo("554 5.4.6 Too many hops");
    }

    @Test
    void hopsAreCountedInChunksToo() {
        String header = "Received: x\r\n".repeat(4);
        Dialogue client = new Dialogue(folder)
                .says("EHLO c", "MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test>")
                .sends("BDAT 20\r\n" + header.substring(0, 20))
                .sends("BDAT " + (header.length() - 20) + " LAST\r\n" + header.substring(20));
        assertThat(client.last()).isEqualTo("554 5.4.6 Too many hops");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Date: x           | Message-ID: <y>   | false | false
            date:             | MESSAGE-ID:x      | false | false
            Subject: x        | Message-ID: <y>   | true  | false
            Date: x           | Subject: y        | false | true
            Dated: x          | Message-IDs: <y>  | true  | true
            Resent-Date: x    | X-Message-ID: <y> | true  | true
            """)
    void submissionTellsWhichFieldsAreMissing(String one, String other, boolean date, boolean messageId) {
        Dialogue client = new Dialogue(folder, Dialogue.SUBMISSION)
                .says("EHLO c", "STARTTLS", "EHLO c", "AUTH PLAIN " + LoginTest.ALICE)
                .says("MAIL FROM:<alice@here.test>", "RCPT TO:<x@else.test>", "DATA")
                .says(one, other, "", "Date: in the body", "Message-ID: in the body", ".");
        assertThat(client.missing).containsExactly(new Effect.Missing(date, messageId));
    }

    @Test
    void nothingIsMissingInMailOfOthers() {
        Dialogue client = inData(new Dialogue(folder)).says("Subject: x", ".");
        assertThat(client.missing).containsExactly(Effect.Missing.NONE);
    }

    @Test
    void userSendsOnlyAsHimself() {
        Dialogue client = new Dialogue(folder, Dialogue.SUBMISSION)
                .says("EHLO c", "STARTTLS", "EHLO c", "AUTH PLAIN " + LoginTest.ALICE, "MAIL FROM:<bob@here.test>");
        assertThat(client.last()).startsWith("553 5.7.1 <bob@here.test>: Sender address rejected: not owned by user");
        client.says("MAIL FROM:<>");
        assertThat(client.last()).isEqualTo("250 2.1.0 Ok");
        client.says("RSET", "MAIL FROM:<alice@here.test>");
        assertThat(client.last()).isEqualTo("250 2.1.0 Ok");
    }

    @Test
    void longestLineIsTaken() {
        Dialogue client = inData(new Dialogue(folder)).says("." + "." + "x".repeat(997), ".");
        assertThat(client.mails).containsExactly("." + "x".repeat(997) + "\r\n");
    }

    @Test
    void mailMayBeAsBigAsWasSaid() {
        String line = "x".repeat(498) + "\r\n";
        assertThat(inData(new Dialogue(folder)).sends(line.repeat(4) + ".\r\n").mails)
                .hasSize(1);
        Dialogue bigger = inData(new Dialogue(folder)).sends(line.repeat(4) + "\r\n.\r\n");
        assertThat(bigger.last()).isEqualTo("552 5.3.4 Message size exceeds fixed limit");
    }

    @Test
    void endlessMailIsNotReadToItsEnd() {
        Dialogue client = inData(new Dialogue(folder));
        int sent = 0;
        while (!client.closed && sent++ < 100) {
            client.sends(("x".repeat(498) + "\r\n").repeat(2));
        }
        assertThat(client.last()).isEqualTo("552 5.3.4 Message size exceeds fixed limit");
        assertThat(sent).isEqualTo(17);
    }

    @Test
    void reasonOfTheRefusalDoesNotDependOnHowTheBytesWereCut() {
        String content = ("x".repeat(498) + "\r\n").repeat(3) + "x".repeat(1200) + "\r\n.\r\n";
        Dialogue whole = inData(new Dialogue(folder)).sends(content);
        Dialogue cut = inData(new Dialogue(folder));
        content.chars().forEach(c -> cut.sends(Character.toString(c)));
        assertThat(cut.last()).isEqualTo(whole.last());
    }

    private static Dialogue inData(Dialogue client) {
        return client.says("EHLO c", "MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test>", "DATA");
    }
}
