package io.postern.delivery.api;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which recipients in the queue are meant: those for whom all that is given is true. */
public record QueueSelection(
        @Schema(description = "The id of their mail") @QueryParam("mail") @Nullable
        String mail,

        @Schema(description = "The sender's address, <> for the null sender", examples = "orders@shop.example")
        @QueryParam("sender")
        @Nullable
        String sender,

        @Schema(description = "The recipient's address", examples = "bob@example.org")
        @QueryParam("recipient")
        @Nullable
        String recipient,

        @Schema(description = "Where to", examples = "smtp:example.org") @QueryParam("destination") @Nullable
        String destination,

        @Schema(description = "Whether an operator holds them back") @QueryParam("hold") @Nullable
        String hold) {

    static final String[] PARAMETERS = {"mail", "sender", "recipient", "destination", "hold", "after", "limit"};
    static final String[] PARAMETERS_OF_A_CHANGE = {"mail", "sender", "recipient", "destination", "hold", "all"};

    /** On a recipient {@code r} and its mail {@code m}, in HQL as in SQL. @throws Refused naming what cannot be */
    Where where() {
        Where where = new Where();
        if (mail != null) {
            where.and("m.id = :mail", "mail", Given.mailId(mail));
        }
        if (sender != null) {
            where.and("lower(m.sender) = :sender", "sender", Given.address("sender", sender));
        }
        if (recipient != null) {
            where.and(
                    "lower(r.address) = :recipient or lower(r.original) = :recipient",
                    "recipient",
                    Given.address("recipient", recipient));
        }
        if (destination != null) {
            where.and("r.destination = :destination", "destination", Given.text("destination", destination));
        }
        Boolean held = Given.flag("hold", hold);
        return held == null ? where : where.and("r.hold = :hold", "hold", held);
    }
}
