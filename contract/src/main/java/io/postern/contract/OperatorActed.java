package io.postern.contract;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator changed something over REST.
 *
 * @param id of this action
 * @param by the operator's name
 * @param action what was done, such as {@code quarantine.release}, {@code queue.hold}, {@code mailbox.put}; more may come
 * @param object to what: a mail id, a selection of the queue, a domain, an address
 * @param detail what came of it, or what it was before and is now, for people
 * @param at when
 */
public record OperatorActed(
        String id,
        String by,
        String action,
        String object,
        @Nullable String detail,
        Instant at) {

    public OperatorActed {
        requireNonNull(id, "id");
        requireNonNull(by, "by");
        requireNonNull(action, "action");
        requireNonNull(object, "object");
        requireNonNull(at, "at");
    }
}
