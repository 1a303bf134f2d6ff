package io.postern.delivery.queue;

import static java.util.Objects.requireNonNull;

import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.MailApproved;
import io.postern.delivery.directory.Directory;
import io.postern.delivery.mailbox.MailFile;
import io.postern.delivery.mailbox.MailFile.Content;
import io.postern.delivery.mailbox.Maildir;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes one attempt to bring a mail to one recipient. Whatever goes wrong, it comes back with an outcome. */
final class Deliverer {

    private static final Logger LOG = Logger.getLogger(Deliverer.class);

    private final Supplier<Directory> directory;
    private final Maildir maildir;
    private final RetrySchedule retries;
    private final Clock clock;

    Deliverer(Supplier<Directory> directory, Maildir maildir, RetrySchedule retries, Clock clock) {
        this.directory = directory;
        this.maildir = maildir;
        this.retries = retries;
        this.clock = clock;
    }

    /** @param contents of the mails under way, by mail id */
    Attempt attempt(Recipient recipient, Map<String, Content> contents) {
        Instant at = clock.instant();
        long started = System.nanoTime();
        Result result = recipient.settled() ? settled(recipient) : deliver(recipient, contents);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        return new Attempt(recipient, result.outcome, result.detail, result.retryIn, at, elapsed);
    }

    private Result deliver(Recipient recipient, Map<String, Content> contents) {
        try {
            MailApproved approved = recipient.mail.approval();
            String mailbox = approved.mail().envelope().mailbox(recipient.address);
            // The directory may have changed since the ingress accepted the recipient.
            if (!directory.get().lists(mailbox)) {
                return nowhere(recipient, mailbox);
            }
            Content content = requireNonNull(contents.get(recipient.mail.id), "content");
            MailFile file = MailFile.of(approved, recipient.address, content);
            Path place = maildir.deliver(mailbox, file, recipient.attempt);
            return new Result(Outcome.DELIVERED, place.toString(), null);
        } catch (IOException e) {
            return deferred(recipient, e);
        } catch (RuntimeException e) {
            // A bug, of which this mail must not be the victim: it stays, and somebody is told.
            LOG.errorf(e, "delivery attempt broken mailId=%s attempt=%d", recipient.mail.id, recipient.attempt);
            return deferred(recipient, e);
        }
    }

    /** Mail of our users for other domains waits for a way out; what is lost here is only a mailbox of our own. */
    private Result nowhere(Recipient recipient, String mailbox) {
        return directory.get().hosts(mailbox)
                ? new Result(Outcome.FAILED, "no such mailbox", null)
                : new Result(Outcome.DEFERRED, "no route: mail is not relayed yet", retries.after(recipient.attempt));
    }

    private Result deferred(Recipient recipient, Exception cause) {
        return new Result(Outcome.DEFERRED, cause.toString(), retries.after(recipient.attempt));
    }

    private static Result settled(Recipient recipient) {
        return new Result(requireNonNull(recipient.outcome), recipient.detail, null);
    }

    private record Result(
            Outcome outcome,
            @Nullable String detail,
            @Nullable Duration retryIn) {}
}
