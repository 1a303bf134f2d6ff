package io.postern.delivery.api;

import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.delivery.queue.Recipient;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
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

    @ManyToOne(optional = false)
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
}
