package io.postern.delivery.queue;

import static java.util.stream.Collectors.toSet;

import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.Envelope;
import io.postern.contract.Envelope.Notify;
import io.postern.contract.MailApproved;
import io.postern.contract.MailApproved.HeaderField;
import io.postern.delivery.bounce.Xtext;
import io.postern.delivery.route.Way;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What is owed to one recipient of a mail, or was. */
@Entity
@Immutable
@SuppressWarnings("NullAway.Init") // filled by Hibernate
public class Recipient extends PanacheEntityBase {

    /** By this field a forwarded mail that comes again is known. */
    static final String DELIVERED_TO = "Delivered-To";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "mail_id")
    public Mail mail;

    /** As in the envelope; of one who gets the mail for another's sake, his own. */
    public String address;

    /** The recipient of the envelope for whose sake this one gets it; {@code null} if it is he himself. */
    public @Nullable String original;

    /** How many get it for the sake of the same recipient; 0: nobody else is meant. */
    public int among;

    /** How often it was handed out. */
    public int attempt;

    /** What came of the last attempt, or what was settled at custody; {@code null} if nothing yet. */
    @Enumerated(EnumType.STRING)
    public @Nullable Outcome outcome;

    public @Nullable String detail;

    /** When it is to be handed out; {@code null} when nothing more is to be done. */
    @Column(name = "due_at")
    public @Nullable Instant dueAt;

    /** Where to, when it was last looked at: {@code maildir}, {@code smtp:example.org}. */
    public String destination;

    /** Until when somebody has it in hand. */
    @Column(name = "leased_until")
    public @Nullable Instant leasedUntil;

    /** Whether an operator holds it back. */
    public boolean hold;

    /** What the peer said last. */
    public @Nullable String reply;

    /** How often it was tried, and failed for a reason of its own. */
    public int tries;

    /** Whether it waits because nothing gets through at its destination. */
    public boolean parked;

    /** When the sender is told that it takes long; {@code null}: was told. */
    @Column(name = "warn_at")
    public @Nullable Instant warnAt;

    /** When it is given up. */
    @Column(name = "expires_at")
    public Instant expiresAt;

    /** The span of the first attempt, if the mail is traced. */
    @Column(name = "first_span")
    public @Nullable String firstSpan;

    /** The operator who let it out of quarantine. */
    @Column(name = "released_by")
    public @Nullable String releasedBy;

    @Column(name = "released_at")
    public @Nullable Instant releasedAt;

    /** The operator who put an end to it. */
    @Column(name = "deleted_by")
    public @Nullable String deletedBy;

    @Column(name = "deleted_at")
    public @Nullable Instant deletedAt;

    /** Whether somebody had it in hand and let the lease lapse: it may have been delivered already. */
    @Transient
    boolean lapsed;

    static List<Recipient> withMails(Collection<Long> ids) {
        return list("from Recipient r join fetch r.mail where r.id in ?1 order by r.id", ids);
    }

    /** What is owed, marked if it came by another address, or if an operator has let it out of quarantine. */
    MailApproved approved() {
        MailApproved approved = mail.approval();
        if (releasedBy == null && original == null) {
            return approved;
        }
        List<HeaderField> headers = new ArrayList<>();
        if (original != null) {
            headers.add(new HeaderField(DELIVERED_TO, original));
        }
        headers.addAll(approved.headers());
        if (releasedBy != null) {
            headers.add(new HeaderField("X-Postern-Released", "from quarantine by " + releasedBy + "; " + releasedAt));
        }
        return new MailApproved(
                approved.mail(),
                approved.content(),
                approved.disposition(),
                approved.verdicts(),
                approved.unchecked(),
                headers);
    }

    /** Whether its fate was settled at custody, so that only the event is still owed. */
    boolean settled() {
        return outcome == Outcome.DUPLICATE || outcome == Outcome.QUARANTINED || passedOn();
    }

    /** Whether it only stands for others, who have the mail now. */
    boolean passedOn() {
        return outcome == Outcome.DELIVERED && destination.equals(Way.ALIAS);
    }

    /**
     * What the envelope says of this recipient, or of the one for whose sake it gets the mail: the address that was named
     * first goes on with it, and so does what the sender wants to hear of, but that success is told of once, where a name
     * stands for several (RFC 3461 section 5.2.7).
     */
    public Optional<Envelope.Recipient> named() {
        String name = original == null ? address : original;
        return mail.approval().mail().envelope().recipients().stream()
                .filter(named -> named.address().equals(name))
                .findFirst()
                .map(named -> original == null ? named : inItsStead(named));
    }

    private Envelope.Recipient inItsStead(Envelope.Recipient named) {
        Set<Notify> notify = named.notifyOn();
        if (among > 1 && notify.contains(Notify.SUCCESS)) {
            notify = notify.stream().filter(when -> when != Notify.SUCCESS).collect(toSet());
            notify = notify.isEmpty() ? Set.of(Notify.NEVER) : notify;
        }
        String first = named.originalRecipient();
        return new Envelope.Recipient(
                address, null, notify, first == null ? Xtext.originalRecipient(named.address()) : first);
    }
}
