package io.postern.contract;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What every request to the checks says in its headers: which question it is, who asks, where the verdicts go and how
 * long they are waited for.
 *
 * @param id correlates verdicts with the question: a mail id, a session id, or a session id and a recipient's number
 * @param phase which checks are asked
 * @param asker the instance of the ingress; verdicts for another are dropped
 * @param replyPartition the partition of {@link Topics#VERDICTS} that the asker reads
 * @param askedAt by the asker's clock
 * @param budget how long an answer is waited for; one that comes later is counted but not used
 */
public record Question(String id, Phase phase, String asker, int replyPartition, Instant askedAt, Duration budget) {

    /** Echoed in the verdict's headers, so that the asker can tell lateness by its own clock. */
    public static final String ASKED_AT = "asked-at";

    /** The asking instance, in question and verdict. */
    public static final String ASKER = "asker";

    private static final String ID = "question";
    private static final String PHASE = "phase";
    private static final String REPLY_PARTITION = "reply-partition";
    private static final String BUDGET = "budget-ms";

    /** The same question, asked at {@code instant}. */
    public Question at(Instant instant) {
        return new Question(id, phase, asker, replyPartition, instant, budget);
    }

    public void writeTo(Headers headers) {
        WireHeaders.put(headers, ID, id);
        WireHeaders.put(headers, PHASE, phase.name());
        WireHeaders.put(headers, ASKER, asker);
        WireHeaders.put(headers, REPLY_PARTITION, Integer.toString(replyPartition));
        WireHeaders.put(headers, ASKED_AT, Long.toString(askedAt.toEpochMilli()));
        WireHeaders.put(headers, BUDGET, Long.toString(budget.toMillis()));
    }

    /** The question in these headers, or {@code null} if they hold none, as on all chunks of a mail but the last. */
    public static @Nullable Question find(Headers headers) {
        return headers.lastHeader(ID) == null ? null : readFrom(headers);
    }

    /** @throws InvalidRecord if a header is missing or malformed */
    public static Question readFrom(Headers headers) {
        return new Question(
                WireHeaders.text(headers, ID),
                phase(WireHeaders.text(headers, PHASE)),
                WireHeaders.text(headers, ASKER),
                WireHeaders.integer(headers, REPLY_PARTITION),
                Instant.ofEpochMilli(WireHeaders.number(headers, ASKED_AT)),
                Duration.ofMillis(WireHeaders.number(headers, BUDGET)));
    }

    /** Whether nobody waits for the answer any more. {@code now} may come from another host's clock: allow for skew. */
    public boolean expired(Instant now) {
        return now.isAfter(askedAt.plus(budget));
    }

    private static Phase phase(String name) {
        try {
            return Phase.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidRecord("header " + PHASE + " names no phase: " + name, e);
        }
    }
}
