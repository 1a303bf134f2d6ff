package io.postern.delivery.bounce;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.Envelope;
import io.postern.contract.Envelope.Notify;
import io.postern.contract.Envelope.Recipient;
import io.postern.contract.Envelope.Ret;
import io.postern.contract.Golden;
import io.postern.contract.MailReceived;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Notices that tests write, send to programs and compare. */
@SuppressWarnings("ImmutableEnumChecker") // records of others, never changed
enum SampleNotice {
    FAILED(
            mail("sender@client.example", false, null, null),
            failed(
                    new Recipient("bob@example.org"),
                    "5.2.2",
                    "552 5.2.2 <bob@example.org>: Mailbox full",
                    "mx.example.org")),

    /** Everything that a sender can ask for, and a reply in several lines. */
    ASKED_FOR(
            mail("sender@client.example", false, Ret.FULL, "QQ+3D314159"),
            failed(
                    new Recipient(
                            "bob+news@example.org", null, Set.of(Notify.FAILURE), "rfc822;bob+2Bnews@client.example"),
                    "5.1.1",
                    """
                    550-5.1.1 The email account that you tried to reach does not exist. Please try
                    550-5.1.1 double-checking the recipient's email address for typos or
                    550 5.1.1 unnecessary spaces. a1-gsmtp""",
                    "mx.example.org")),

    FAILED_AND_DELAYED(
            mail("sender@client.example", false, Ret.HDRS, null),
            failed(
                    new Recipient("bob@example.org"),
                    "5.7.1",
                    "554 5.7.1 <bob@example.org>: Relay access denied",
                    "mx.example.org"),
            failed(new Recipient("carol@example.org"), "5.1.1", "no such mailbox", null),
            delayed(
                    new Recipient("dave@example.net"),
                    "4.7.1",
                    "451 4.7.1 Greylisted, please try again in 300 seconds",
                    "mx.example.net")),

    GAVE_UP(
            mail("sender@client.example", false, null, null),
            new Report(
                    new Recipient("bob@example.org"),
                    Action.FAILED,
                    "4.4.1",
                    "connect to mx.example.org[203.0.113.9]:25: Connection timed out",
                    null,
                    Golden.AT.plus(Duration.ofDays(5)),
                    null)),

    DELAYED(
            mail("sender@client.example", false, null, null),
            delayed(
                    new Recipient("bob@example.org"),
                    "4.2.2",
                    "452 4.2.2 <bob@example.org>: Mailbox full",
                    "mx.example.org")),

    SUCCESS(
            mail("sender@client.example", false, Ret.FULL, null),
            done(new Recipient("alice@postern.test", null, Set.of(Notify.SUCCESS), null), Action.DELIVERED, null),
            done(
                    new Recipient("bob@example.org", null, Set.of(Notify.SUCCESS), null),
                    Action.RELAYED,
                    "mx.example.org"),
            done(new Recipient("people@postern.test", null, Set.of(Notify.SUCCESS), null), Action.EXPANDED, null)),

    INTERNATIONAL(
            mail("pelé@client.example", true, Ret.FULL, null),
            failed(
                    new Recipient("dømi@example.org", null, Set.of(), "utf-8;d\\x{F8}mi@example.org"),
                    "5.1.1",
                    "550 5.1.1 Ungültiger Empfänger: User unknown",
                    "mx.example.org"));

    static final String ID = "01JN8B0000N0T1CE0000000000";
    private static final String CONTENT = """
            From: Sender <sender@client.example>
            To: bob@example.org
            Subject: %s
            Message-ID: <q1@client.example>

            See you there.
            """.replace("\n", "\r\n");

    final MailReceived mail;
    final List<Report> reports;

    SampleNotice(MailReceived mail, Report... reports) {
        this.mail = mail;
        this.reports = List.of(reports);
    }

    Bounce written() throws IOException {
        String subject = mail.envelope().ret() == Ret.FULL ? "=?utf-8?q?Caf=C3=A9_on_Friday?=" : "Coffee on Friday";
        return notices(64 * 1024)
                .write(ID, at(), original(mail, CONTENT.formatted(subject).getBytes(UTF_8)), reports);
    }

    /** When the notice is written. */
    static Instant at() {
        return Golden.AT.plus(Duration.ofHours(4));
    }

    static Notices notices(int most) {
        return new Notices("mx.postern.test", "postmaster@postern.test", most, Causes.load());
    }

    static Original original(MailReceived mail, byte[] content) throws IOException {
        return new Original(sized(mail, content.length), HeaderSection.of(content), out -> out.write(content));
    }

    private static MailReceived sized(MailReceived mail, long size) {
        return new MailReceived(
                mail.mailId(), mail.session(), mail.envelope(), 1, size, mail.sha256(), mail.receivedAt());
    }

    static MailReceived mail(String sender, boolean smtpUtf8, @Nullable Ret ret, @Nullable String envelopeId) {
        Envelope envelope =
                new Envelope(sender, List.of(new Recipient("bob@example.org")), true, smtpUtf8, ret, envelopeId);
        return new MailReceived(Golden.MAIL.mailId(), Golden.SESSION, envelope, 1, 1, Golden.MAIL.sha256(), Golden.AT);
    }

    static Report failed(Recipient recipient, String status, String said, @Nullable String by) {
        return new Report(recipient, Action.FAILED, status, said, by, Golden.AT.plusSeconds(2), null);
    }

    private static Report delayed(Recipient recipient, String status, String said, String by) {
        return new Report(recipient, Action.DELAYED, status, said, by, at(), Golden.AT.plus(Duration.ofDays(5)));
    }

    private static Report done(Recipient recipient, Action action, @Nullable String by) {
        return new Report(recipient, action, "2.0.0", by == null ? null : "250 2.0.0 Ok: queued as X1", by, at(), null);
    }
}
