package io.postern.delivery.queue;

import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.MailApproved;
import io.postern.contract.MailApproved.HeaderField;
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
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What is owed to one recipient of a mail, or was. */
@Entity
@Immutable
@SuppressWarnings("NullAway.Init") // filled by Hibernate
public class Recipient extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "mail_id")
    public Mail mail;

    /** As in the envelope. */
    public String address;

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

    /** How many are owed their mail. */
    static long owed() {
        return count("dueAt is not null");
    }

    /** What is owed, marked if an operator has let it out of quarantine. */
    MailApproved approved() {
        MailApproved approved = mail.approval();
        if (releasedBy == null) {
            return approved;
        }
        List<HeaderField> headers = new ArrayList<>(approved.headers());
        headers.add(new HeaderField("X-Postern-Released", "from quarantine by " + releasedBy + "; " + releasedAt));
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
        return outcome == Outcome.DUPLICATE || outcome == Outcome.QUARANTINED;
    }
}
