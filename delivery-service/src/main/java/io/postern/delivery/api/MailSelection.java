package io.postern.delivery.api;

import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which mails are meant: those for which all that is given is true. */
public record MailSelection(
        @Schema(description = "The sender's address, <> for the null sender", examples = "orders@shop.example")
        @QueryParam("sender")
        @Nullable
        String sender,

        @Schema(description = "The address of a recipient", examples = "alice@postern.test")
        @QueryParam("recipient")
        @Nullable
        String recipient,

        @Schema(description = "Received then or later", examples = "2026-03-01T10:15:30Z")
        @QueryParam("since")
        @Nullable
        String since,

        @Schema(description = "Received earlier", examples = "2026-03-02T00:00:00+01:00") @QueryParam("until") @Nullable
        String until,

        @Schema(
                description = "With a recipient, or that recipient, of whom this is so",
                enumeration = {"WAITING", "DELIVERED", "DEFERRED", "FAILED", "DUPLICATE", "QUARANTINED", "DELETED"})
        @QueryParam("outcome")
        @Nullable
        String outcome) {

    static final String[] PARAMETERS = {"sender", "recipient", "since", "until", "outcome", "after", "limit"};
    static final String[] PARAMETERS_IN_QUARANTINE = {"sender", "recipient", "since", "until", "after", "limit"};

    /** The same, of what is in quarantine. */
    MailSelection quarantined() {
        return new MailSelection(sender, recipient, since, until, State.QUARANTINED.name());
    }

    /** On a mail {@code m} in HQL. @throws Refused naming what cannot be */
    Where where() {
        Where where = new Where();
        if (sender != null) {
            where.and("lower(m.sender) = :sender", "sender", Given.address("sender", sender));
        }
        Instant from = Given.time("since", since);
        if (from != null) {
            where.and("m.receivedAt >= :since", "since", from);
        }
        Instant to = Given.time("until", until);
        if (to != null) {
            where.and("m.receivedAt < :until", "until", to);
        }
        Where among = recipients();
        return among.empty()
                ? where
                : where.and(among.within("exists (select 1 from Recipient r where r.mail = m and %s)"));
    }

    private Where recipients() {
        Where where = new Where();
        if (recipient != null) {
            where.and(
                    "lower(r.address) = :recipient or lower(r.original) = :recipient",
                    "recipient",
                    Given.address("recipient", recipient));
        }
        State state = Given.one("outcome", State.class, outcome);
        return state == null ? where : where.and(state.condition());
    }
}
