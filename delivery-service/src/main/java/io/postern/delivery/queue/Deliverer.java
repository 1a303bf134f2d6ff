package io.postern.delivery.queue;

import static java.util.Objects.requireNonNull;

import io.postern.contract.MailApproved;
import io.postern.delivery.directory.Rooms;
import io.postern.delivery.mailbox.Box;
import io.postern.delivery.mailbox.MailFile;
import io.postern.delivery.mailbox.MailFile.Content;
import io.postern.delivery.mailbox.MailboxFull;
import io.postern.delivery.mailbox.Maildir;
import io.postern.delivery.mailbox.Stored;
import io.postern.delivery.route.Way;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jboss.logging.Logger;

/** Makes one attempt to bring a mail into a mailbox of ours. Whatever goes wrong, it comes back with a result. */
final class Deliverer {

    private static final Logger LOG = Logger.getLogger(Deliverer.class);

    private static final Said NO_MAILBOX = new Said("5.1.1", "no such mailbox", null);
    private static final Said LEADS_NOWHERE =
            new Said("5.4.6", "the address stands for others, and leads to nobody", null);
    private static final Said FULL = new Said("5.2.2", "mailbox full", null);
    private static final Said TOO_LARGE = new Said("5.2.3", "the mail is larger than the mailbox may be", null);
    private static final Said NOT_WRITABLE = new Said("4.3.0", "the mailbox cannot be written now", null);

    private final Maildir maildir;
    private final Rooms rooms;
    private final Deferral deferral;
    private final Clock clock;

    Deliverer(Maildir maildir, Rooms rooms, Deferral deferral, Clock clock) {
        this.maildir = maildir;
        this.rooms = rooms;
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
            return switch (way) {
                case Way.Mailbox mailbox -> delivered(recipient, mailbox.box(), contents);
                case Way.NoMailbox nobody -> Result.failed(Way.HERE, nobody.alias() ? LEADS_NOWHERE : NO_MAILBOX);
                default -> throw new IllegalArgumentException("not here: " + way.destination());
            };
        } catch (MailboxFull e) {
            return Result.failed(Way.HERE, e.tooLarge() ? TOO_LARGE : FULL);
        } catch (IOException e) {
            return deferred(recipient, way, e);
        } catch (RuntimeException e) {
            // A bug, of which this mail must not be the victim: it stays, and somebody is told.
            LOG.errorf(e, "delivery attempt broken mailId=%s attempt=%d", recipient.mail.id, recipient.attempt);
            return deferred(recipient, way, e);
        }
    }

    private Result delivered(Recipient recipient, Box box, Map<String, Content> contents)
            throws IOException, MailboxFull {
        MailApproved approved = recipient.approved();
        Content content = requireNonNull(contents.get(recipient.mail.id), "content");
        MailFile file = MailFile.of(approved, recipient.address, content);
        try {
            Stored stored = maildir.deliver(box, file, recipient.attempt);
            rooms.used(box, stored.usage());
            return Result.delivered(Way.HERE, stored.place().toString(), false);
        } catch (MailboxFull e) {
            rooms.used(box, e.usage());
            throw e;
        }
    }

    /** The operator is told more than the sender. */
    private Result deferred(Recipient recipient, Way way, Exception cause) {
        Result later = deferral.later(recipient, Way.HERE, NOT_WRITABLE, way.retries());
        return new Result(later.outcome(), Way.HERE, cause.toString(), later.said(), later.retryIn(), false, false);
    }
}
