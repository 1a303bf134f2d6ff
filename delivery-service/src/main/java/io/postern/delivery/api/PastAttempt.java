package io.postern.delivery.api;

import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.delivery.queue.Recipient;
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
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An attempt that ended, as the queue wrote it down. */
@Entity
@Immutable
@Table(name = "attempt")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
public class PastAttempt extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @Column(name = "mail_id")
    public String mailId;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "recipient_id")
    public Recipient recipient;

    public int number;

    public Instant at;

    @Column(name = "elapsed_us")
    public long elapsedMicros;

    @Enumerated(EnumType.STRING)
    public Outcome outcome;

    public String destination;

    public @Nullable String detail;

    /** Those of a mail after one of them, with their recipients, the oldest first. */
    static List<PastAttempt> page(String mailId, long after, int most) {
        return PastAttempt.<PastAttempt>find(
                        "from PastAttempt a join fetch a.recipient where a.mailId = ?1 and a.id > ?2 order by a.id",
                        mailId,
                        after)
                .page(0, most)
                .list();
    }
}
