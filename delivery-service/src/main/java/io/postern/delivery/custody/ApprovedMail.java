package io.postern.delivery.custody;

import io.postern.contract.InvalidRecord;
import io.postern.contract.Topics;
import io.postern.delivery.DeliverySettings;
import io.postern.delivery.RootCause;
import io.postern.delivery.queue.Bell;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * The channel of approved mail. A batch is done when each of its records is in custody or among the dead letters; only
 * then is it acknowledged. What is merely down is waited for, however long it takes.
 */
@ApplicationScoped
class ApprovedMail {

    private final Custody custody;
    private final ContentSource contents;
    private final DeadLetters deadLetters;
    private final Patience patience;
    private final CustodyReport report;
    private final Bell bell;
    private final long groupBytes;

    ApprovedMail(
            Custody custody,
            ContentSource contents,
            DeadLetters deadLetters,
            Patience patience,
            CustodyReport report,
            Bell bell,
            DeliverySettings settings) {
        this.custody = custody;
        this.contents = contents;
        this.deadLetters = deadLetters;
        this.patience = patience;
        this.report = report;
        this.bell = bell;
        this.groupBytes = settings.custody().group().asLongValue();
    }

    @Incoming(Topics.APPROVED)
    @Blocking
    void take(ConsumerRecords<String, byte[]> batch) {
        List<Approval> approvals = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                approvals.add(Approval.of(record));
            } catch (InvalidRecord e) {
                deadLetters.bury(record, e);
            }
        }
        Groups.of(approvals, groupBytes).forEach(this::take);
    }

    private void take(List<Approval> group) {
        List<Approval> owed = group;
        int failures = 0;
        while (!owed.isEmpty()) {
            Instant started = Instant.now();
            try {
                List<Approval> fresh = custody.take(owed, contents);
                patience.over();
                bell.ring();
                report.taken(fresh, started, Instant.now());
                return;
            } catch (ContentLost e) {
                owed = bury(owed, e.causes());
            } catch (Exception e) { // the edge to the channel, which would stop at the first one it sees
                if (!poisoned(e)) {
                    patience.outlast(e, ++failures);
                } else if (owed.size() > 1) {
                    owed.forEach(one -> take(List.of(one)));
                    return;
                } else {
                    owed = bury(owed, Map.of(owed.getFirst().mailId(), RootCause.of(e)));
                }
            }
        }
    }

    /** Puts aside those that have a cause. @return the others */
    private List<Approval> bury(List<Approval> owed, Map<String, ? extends Throwable> causes) {
        List<Approval> left = new ArrayList<>();
        for (Approval approval : owed) {
            Throwable cause = causes.get(approval.mailId());
            if (cause == null) {
                left.add(approval);
            } else {
                deadLetters.bury(approval.record(), cause);
            }
        }
        return left;
    }

    /**
     * Whether it is the mail that is wrong, not the world: the database refuses its values (SQLSTATE classes 22 and
     * 23), or our own code stumbles over them. Anything else passes.
     */
    private static boolean poisoned(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && e.getSQLState() != null) {
                return e.getSQLState().startsWith("22") || e.getSQLState().startsWith("23");
            }
        }
        return failure instanceof IllegalArgumentException
                || failure instanceof NullPointerException
                || failure instanceof ArithmeticException;
    }
}
