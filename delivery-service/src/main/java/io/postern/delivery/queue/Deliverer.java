package io.postern.delivery.queue;

import static java.util.Objects.requireNonNull;

import io.postern.contract.MailApproved;
import io.postern.delivery.mailbox.MailFile;
import io.postern.delivery.mailbox.MailFile.Content;
import io.postern.delivery.mailbox.Maildir;
import io.postern.delivery.route.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jboss.logging.Logger;

/** Makes one attempt to bring a mail into a mailbox of ours. Whatever goes wrong, it comes back with a result. */
final class Deliverer {

    private static final Logger LOG = Logger.getLogger(Deliverer.class);

    private static final Said NO_MAILBOX = new Said("5.1.1", "no such mailbox", null);
    private static final Said NOT_WRITABLE = new Said("4.3.0", "the mailbox cannot be written now", null);

    private final Maildir maildir;
    private final Deferral deferral;
    private final Clock clock;

    Deliverer(Maildir maildir, Deferral deferral, Clock clock) {
        this.maildir = maildir;
        this.deferral = deferral;
        this.clock = clock;
    }

    /**
     * @param way a mailbox of ours, or none
     * @param contents of the mails under way, by mail id
     */
    Attempt attempt(Recipient recipient, Way way, Map<String, Content> contents) {
        Instant at = clock.instant();
        long started = System.nanoTime();
        Result result = recipient.settled() ? Result.settled(recipient) : deliver(recipient, way, contents);
        return new Attempt(recipient, result, at, Duration.ofNanos(System.nanoTime() - started));
    }

    private Result deliver(Recipient recipient, Way way, Map<String, Content> contents) {
        try {
            return way instanceof Way.Mailbox mailbox
                    ? delivered(recipient, mailbox.address(), contents)
                    : Result.failed(Way.HERE, NO_MAILBOX);
        } catch (IOException e) {
            return deferred(recipient, way, e);
        } catch (RuntimeException e) {
            // A bug, of which this mail must not be the victim: it stays, and somebody is told.
            LOG.errorf(e, "delivery attempt broken mailId=%s attempt=%d", recipient.mail.id, recipient.attempt);
            return deferred(recipient, way, e);
        }
    }

    private Result delivered(Recipient recipient, String mailbox, Map<String, Content> contents) throws IOException {
        MailApproved approved = recipient.approved();
        Content content = requireNonNull(contents.get(recipient.mail.id), "content");
        MailFile file = MailFile.of(approved, recipient.address, content);
        Path place = maildir.deliver(mailbox, file, recipient.attempt);
        return Result.delivered(Way.HERE, place.toString(), false);
    }

    /** The operator is told more than the sender. */
    private Result deferred(Recipient recipient, Way way, Exception cause) {
        Result later = deferral.later(recipient, Way.HERE, NOT_WRITABLE, way.retries());
        return new Result(later.outcome(), Way.HERE, cause.toString(), later.said(), later.retryIn(), false, false);
    }
}
