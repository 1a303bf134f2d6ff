package io.postern.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One sample of every record, and its golden JSON. Producers and consumers are tested against these. */
public final class Golden {

    public static final Instant AT = Instant.parse("2026-03-01T10:15:30.250Z");

    public static final Session SESSION = new Session(
            "01JN8B0000SESS10N000000000",
            "mx.postern.test",
            "ingress-0",
            "mx",
            "203.0.113.7",
            40122,
            AT,
            "client.example",
            "ESMTPS",
            null,
            new Session.Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384"),
            false);

    public static final Envelope ENVELOPE = new Envelope(
            "sender@client.example",
            List.of(
                    new Envelope.Recipient("alice@postern.test"),
                    new Envelope.Recipient(
                            "bob+news@postern.test",
                            "bob@postern.test",
                            Set.of(Envelope.Notify.FAILURE),
                            "rfc822;bob@client.example")),
            true,
            false,
            Envelope.Ret.HDRS,
            "QQ314159");

    public static final MailReceived MAIL = new MailReceived(
            "01JN8B0000MA1L000000000000",
            SESSION,
            ENVELOPE,
            1,
            4242,
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            AT);

    public static final Verdict VERDICT = new Verdict(
            MAIL.mailId(),
            "content",
            "content-1",
            Phase.MESSAGE,
            Verdict.Outcome.FAIL,
            5.0,
            List.of(new Verdict.Reason(
                    "content.phrase",
                    "phrase of a list found",
                    Map.of("list", "phrases.txt", "entry", "12", "part", "body"),
                    5.0,
                    false,
                    new Verdict.PeerReply(554, "5.7.1", "Message rejected: content not accepted"))),
            new Verdict.PeerReply(554, "5.7.1", "Message rejected: content not accepted"),
            850);

    public static final CheckRule RULE = new CheckRule(
            CheckRule.Mode.ENFORCE,
            CheckRule.OnFail.REJECT,
            CheckRule.OnError.ACCEPT,
            1.0,
            Map.of("content.phrase", CheckRule.OnReason.REJECT));

    /** Every record that travels as JSON. The golden file has the record's simple name. */
    public static final List<Record> RECORDS = List.of(
            new ConnectionOpened(SESSION),
            new RecipientOffered(SESSION, "sender@client.example", "alice@postern.test"),
            MAIL,
            VERDICT,
            new Decision(
                    MAIL.mailId(),
                    Phase.MESSAGE,
                    SESSION,
                    ENVELOPE,
                    Decision.Action.REJECT,
                    "554 5.7.1 Message rejected: content not accepted (01JN8B0000MA1L000000000000)",
                    5.0,
                    "5f2d7a01",
                    new Decision.Thresholds(5.0, null, 15.0),
                    List.of(new Decision.Answer("content", RULE, Decision.Answer.State.ANSWERED, VERDICT)),
                    AT,
                    1800),
            new LateVerdict(MAIL.mailId(), VERDICT, AT),
            new MailApproved(
                    MAIL,
                    new MailApproved.Location(2, 1040, 1040),
                    MailApproved.Disposition.DELIVER,
                    List.of(VERDICT),
                    List.of("av"),
                    List.of(
                            new MailApproved.HeaderField(
                                    "Received",
                                    "from client.example ([203.0.113.7])\r\n\tby mx.postern.test with ESMTPS"
                                            + " id 01JN8B0000MA1L000000000000;\r\n\tSun, 1 Mar 2026 10:15:30 +0000"),
                            new MailApproved.HeaderField("X-Postern-Unchecked", "av"))),
            new DeliveryAttempted(
                    MAIL.mailId(),
                    "alice@postern.test",
                    1,
                    DeliveryAttempted.Outcome.DELIVERED,
                    "maildir",
                    "postern.test/alice/Maildir/new",
                    AT,
                    2100),
            new CheckRegistered("content", "content-1", Phase.MESSAGE, AT, AT, Duration.ofSeconds(2)),
            new TraceKept("4bf92f3577b34da6a3ce929d0e0e4736"),
            new ListJudged(
                    "rbl", "dnsbl.test", "rbl-1", ListJudged.State.OUT_OF_SERVICE, "lists everybody", AT, AT, AT),
            new OperatorActed(
                    "01JN8B0000ACT10N0000000000", "carol", "quarantine.release", MAIL.mailId(), "1 recipient", AT),
            new DomainListed("postern.test", "+"),
            new MailboxListed("alice@postern.test", 1048576L));

    private Golden() {}

    /** The golden JSON of a record's type. */
    public static byte[] json(Class<? extends Record> type) {
        String name = "/golden/" + type.getSimpleName() + ".json";
        try (InputStream sample = Golden.class.getResourceAsStream(name)) {
            if (sample == null) {
                throw new IllegalStateException("no golden sample " + name);
            }
            return sample.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
