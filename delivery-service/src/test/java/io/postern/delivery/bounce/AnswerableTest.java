package io.postern.delivery.bounce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.contract.Golden;
import io.postern.contract.MailApproved;
import io.postern.contract.MailApproved.Disposition;
import io.postern.contract.MailReceived;
import io.postern.contract.Session;
import io.postern.contract.Verdict;
import io.postern.delivery.SampleMail;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerableTest {

    private static final String SOMEBODY = "sender@client.example";
    private static final HeaderSection PLAIN = header("From: A <sender@client.example>");

    /** The one that a human forwarded, quoted in a mail of his own: only the null sender tells. */
    private static final String FORWARDED_BY_HAND = "lhost-sendmail-14.eml";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: Auto-Submitted: auto-replied",
                "Auto-Submitted: no",
                "Auto-Submitted: NO (by hand); x=y",
                "Precedence: first-class",
                "X-List-Id: <x.example>",
                "Content-Type: multipart/mixed; boundary=\"multipart/report\"",
                "From: \"mailer-daemons fan\" <fan@example.org>",
                "From: <not-mailer-daemon@example.org>",
                "X-Auto-Response-Suppress: OOF",
                "Return-Path: <sender@client.example>"
            })
    void mailOfPeopleIsAnswered(String field) {
        assertThat(Answerable.silence(SOMEBODY, header(field))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AUTOMATIC   | Auto-Submitted: auto-generated",
                "AUTOMATIC   | auto-submitted: Auto-Replied (vacation)",
                "AUTOMATIC   | Auto-Submitted: auto-notified; owner-email=\"me@example.org\"",
                "AUTOMATIC   | Auto-Submitted:",
                "AUTOMATIC   | X-Auto-Response-Suppress: DR, NDR, RN",
                "AUTOMATIC   | X-Auto-Response-Suppress: All",
                "LIST        | List-Id: People <people.lists.example>",
                "LIST        | List-Unsubscribe: <mailto:x@lists.example>",
                "LIST        | List-Post: NO",
                "LIST        | Precedence: bulk",
                "LIST        | Precedence: List",
                "LIST        | Precedence: junk",
                "REPORT      | Content-Type: multipart/report; report-type=delivery-status",
                "REPORT      | Content-Type: (x) Multipart/Report ; report-type=disposition-notification",
                "REPORT      | Content-Type: message/delivery-status",
                "REPORT      | X-Failed-Recipients: bob@example.org",
                "MAIL_SYSTEM | From: Mail Delivery Subsystem <MAILER-DAEMON>",
                "MAIL_SYSTEM | From: MAILER-DAEMON@example.org (Mail Delivery System)",
                "NULL_SENDER | Return-Path: <>"
            })
    void mailOfProgramsAndListsIsNot(Silence why, String field) {
        assertThat(Answerable.silence(SOMEBODY, header(field))).contains(why);
    }

    @ParameterizedTest
    @CsvSource({
        "'', NULL_SENDER",
        "MAILER-DAEMON@example.org, MAIL_SYSTEM",
        "mailer-daemon, MAIL_SYSTEM",
        "owner-people@lists.example, LIST",
        "people-owner@lists.example, LIST",
        "people-request@lists.example, LIST",
        "people-bounces@lists.example, LIST",
        "people-bounces+bob=example.org@lists.example, LIST"
    })
    void senderTells(String sender, Silence why) {
        assertThat(Answerable.silence(sender, PLAIN)).contains(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"owner@example.org", "bounces@example.org", "landowner@example.org", "postmaster@example.org"})
    void namesThatPeopleHaveDoNot(String sender) {
        assertThat(Answerable.silence(sender, PLAIN)).isEmpty();
    }

    @Test
    void whatACheckSpeaksAgainstIsNotAnsweredIfItCameFromOutside() {
        assertThat(Answerable.silence(mail(false, Disposition.DELIVER, Golden.VERDICT), PLAIN))
                .contains(Silence.SUSPECT);
        assertThat(Answerable.silence(mail(false, Disposition.QUARANTINE), PLAIN))
                .contains(Silence.SUSPECT);
        assertThat(Answerable.silence(mail(false, Disposition.DELIVER), PLAIN)).isEmpty();
    }

    @Test
    void ourOwnPeopleAreTold() {
        assertThat(Answerable.silence(mail(true, Disposition.DELIVER, Golden.VERDICT), PLAIN))
                .isEmpty();
    }

    /** Not even where the null sender was lost on the way. */
    @Test
    void noRealBounceIsAnswered() throws IOException {
        assumeTrue(TestPack.present(), TestPack.MISSING);
        Map<String, String> bounces = TestPack.mails("/dsn-samples/");
        assertThat(bounces).hasSize(169);
        assertThat(bounces).allSatisfy((name, bounce) -> {
            String sender = name.equals(FORWARDED_BY_HAND) ? "" : SOMEBODY;
            HeaderSection header = header(bounce.replaceAll("(?im)^Return-Path:.*\r\n", ""));
            assertThat(Answerable.silence(sender, header)).as(name).isPresent();
        });
    }

    private static HeaderSection header(String text) {
        return HeaderSection.of((text + "\r\n\r\n").getBytes(ISO_8859_1));
    }

    private static MailApproved mail(boolean outgoing, Disposition disposition, Verdict... verdicts) {
        MailApproved approved = SampleMail.of("M1", "bob@example.org").approved();
        MailReceived mail = approved.mail();
        Session s = mail.session();
        Session session = new Session(
                s.id(),
                s.host(),
                s.instance(),
                s.listener(),
                s.clientIp(),
                s.clientPort(),
                s.openedAt(),
                s.helo(),
                s.protocol(),
                s.user(),
                s.tls(),
                outgoing);
        MailReceived received = new MailReceived(
                mail.mailId(), session, mail.envelope(), mail.chunks(), mail.size(), mail.sha256(), mail.receivedAt());
        return new MailApproved(received, approved.content(), disposition, List.of(verdicts), List.of(), List.of());
    }
}
