package io.postern.delivery.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.Json;
import io.postern.contract.MailApproved;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A mail in our custody. */
@Entity
@Immutable
@SuppressWarnings("NullAway.Init") // filled by Hibernate
public class Mail extends PanacheEntityBase {

    @Id
    public String id;

    public String sender;

    /** Bytes of the content. */
    public long size;

    @Column(name = "received_at")
    public Instant receivedAt;

    @Column(name = "taken_at")
    public Instant takenAt;

    /** Under which name a large content lies; {@code null} if the database has it. */
    @Column(name = "content_file")
    public @Nullable String contentFile;

    /** The approved record as it came, in JSON. */
    public String approved;

    /** The span under which the mail was approved, if it was traced. */
    public @Nullable String traceparent;

    @Transient
    private @Nullable MailApproved approval;

    /** Read once: all recipients of a mail that are handed out together have it. */
    public synchronized MailApproved approval() {
        if (approval == null) {
            approval = Json.read(approved.getBytes(UTF_8), MailApproved.class);
        }
        return approval;
    }
}
