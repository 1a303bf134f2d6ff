package io.postern.delivery.api;

import io.postern.delivery.queue.Bell;
import io.postern.delivery.queue.Mail;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Lets mail out of quarantine, or ends it there. Exactly once: the mail is held meanwhile, and who comes second finds
 * nobody in quarantine any more.
 */
@Singleton
class QuarantineRegister {

    // Where a worker has just taken the row to announce the quarantine, counting the attempt up leaves it without a
    // say.
    private static final String RELEASE = """
            update recipient set outcome = null, detail = null, due_at = now(), leased_until = null, hold = false,
                   attempt = attempt + case when leased_until > now() then 1 else 0 end,
                   released_by = :by, released_at = now()
             where mail_id = :mail and outcome = 'QUARANTINED' and deleted_at is null and released_at is null and %s
            """;

    private static final String DELETE = """
            update recipient set due_at = null, leased_until = null,
                   attempt = attempt + case when leased_until > now() then 1 else 0 end,
                   deleted_by = :by, deleted_at = now()
             where mail_id = :mail and outcome = 'QUARANTINED' and deleted_at is null and %s
            """;

    private final Session session;
    private final Register register;
    private final Operations operations;
    private final Bell bell;

    QuarantineRegister(Session session, Register register, Operations operations, Bell bell) {
        this.session = session;
        this.register = register;
        this.operations = operations;
        this.bell = bell;
    }

    /** @return how many recipients are to be delivered now; 0: none of them is in quarantine */
    int release(String mail, @Nullable String recipient, String by) {
        int released = QuarkusTransaction.requiringNew().call(() -> {
            int changed = change(RELEASE, mail, recipient, by);
            note("quarantine.release", mail, changed, by);
            return changed;
        });
        bell.ring();
        return released;
    }

    /** @return how many recipients it was for; 0: none of them is in quarantine */
    int delete(String mail, @Nullable String recipient, String by) {
        return QuarkusTransaction.requiringNew().call(() -> {
            int deleted = change(DELETE, mail, recipient, by);
            note("quarantine.delete", mail, deleted, by);
            register.dropContent(List.of(mail));
            return deleted;
        });
    }

    private void note(String action, String mail, int recipients, String by) {
        if (recipients > 0) {
            operations.note(by, action, mail, "recipients=" + recipients);
        }
    }

    private int change(String statement, String mail, @Nullable String recipient, String by) {
        if (session.find(Mail.class, mail, LockModeType.PESSIMISTIC_WRITE) == null) {
            return 0;
        }
        Where whom = new Where();
        if (recipient != null) {
            whom.and(
                    "lower(address) = :recipient or lower(original) = :recipient",
                    "recipient",
                    Given.address("recipient", recipient));
        }
        return whom.bind(session.createNativeMutationQuery(statement.formatted(whom.text())))
                .setParameter("mail", mail)
                .setParameter("by", by)
                .executeUpdate();
    }
}
