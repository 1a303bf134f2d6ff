package io.postern.contract;

/** The names of the topics. A channel has the name of its topic. What each looks like is in {@link TopicSpec}. */
public final class Topics {

    /** A client connected or greeted: {@link ConnectionOpened}. Key: the client's network. */
    public static final String CONNECTIONS = "mail.connections.v1";

    /** A client named a recipient: {@link RecipientOffered}. Key: hash of client network, sender and recipient. */
    public static final String RECIPIENTS = "mail.recipients.v1";

    /** The bytes of mails in chunks: {@link ContentChunk}. Key: the mail id. */
    public static final String CONTENT = "mail.content.v1";

    /** What the checks found: {@link Verdict}, in the partition of the asking ingress. Key: the question's id. */
    public static final String VERDICTS = "mail.verdicts.v1";

    /** Mail that delivery owes its recipients: {@link MailApproved}. Key: the mail id. */
    public static final String APPROVED = "mail.approved.v1";

    /** What was decided and why: {@link Decision}, {@link LateVerdict}. Key: the mail id or session id. */
    public static final String DECISIONS = "mail.decisions.v1";

    /** What became of each recipient: {@link DeliveryAttempted}. Key: the mail id. */
    public static final String DELIVERIES = "mail.deliveries.v1";

    /** What operators changed: {@link OperatorActed}. Key: to what they did it. */
    public static final String OPERATIONS = "mail.operations.v1";

    /** Who checks what, alive: {@link CheckRegistered}. Compacted. Key: check, instance and phase, with {@code /} between. */
    public static final String CHECKS = "mail.checks.v1";

    /** Which DNS lists can be relied upon: {@link ListJudged}. Compacted. Key: check and list, with {@code /} between. */
    public static final String LISTS = "mail.lists.v1";

    /** Which traces are kept although they were not chosen: {@link TraceKept}. Key: the trace's id. */
    public static final String TRACES = "mail.traces.v1";

    /** {@link DomainListed} and {@link MailboxListed}. Compacted. Key: {@code domain/} or {@code mailbox/} and a name. */
    public static final String DIRECTORY = "mail.directory.v1";

    private Topics() {}

    /** The topic to which {@code service} puts records that it cannot process. */
    public static String dead(String service) {
        return service + ".dead.v1";
    }
}
