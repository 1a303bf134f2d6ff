package io.postern.delivery.queue;

import io.postern.delivery.DeliverySettings;
import io.postern.delivery.mailbox.MailFile.Content;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One batch from the queue to the mailboxes and back: claimed, attempted side by side, announced, noted. In this order,
 * so that whatever breaks on the way comes again when the lease lapses, and finds what was done already.
 *
 * <p>A batch of whatever size takes eight round trips to the database: three to claim (one of them the commit), one for
 * the small contents, four to finish; and one more for each chunk of a large mail.
 */
final class Round {

    private final Queue queue;
    private final StoredContent stored;
    private final Deliverer deliverer;
    private final Announcer announcer;
    private final Executor writers;
    private final DeliverySettings.Queue settings;

    Round(
            Queue queue,
            StoredContent stored,
            Deliverer deliverer,
            Announcer announcer,
            Executor writers,
            DeliverySettings.Queue settings) {
        this.queue = queue;
        this.stored = stored;
        this.deliverer = deliverer;
        this.announcer = announcer;
        this.writers = writers;
        this.settings = settings;
    }

    /** @return whether the batch was full, so that more may be waiting */
    boolean run() throws SQLException {
        // An attempt not begun by then is left to the next holder of the lease.
        long latest = System.nanoTime() + settings.lease().toNanos() / 2;
        List<Recipient> claimed = queue.claim(settings.batch(), settings.lease());
        if (claimed.isEmpty()) {
            return false;
        }
        Map<String, Content> contents = stored.of(claimed.stream()
                .filter(recipient -> !recipient.settled())
                .map(recipient -> recipient.mail)
                .toList());
        List<CompletableFuture<Optional<Attempt>>> underWay = claimed.stream()
                .map(recipient -> CompletableFuture.supplyAsync(() -> attempt(recipient, contents, latest), writers))
                .toList();
        List<Attempt> made = underWay.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .toList();
        queue.finish(announcer.announce(made));
        return claimed.size() == settings.batch();
    }

    private Optional<Attempt> attempt(Recipient recipient, Map<String, Content> contents, long latest) {
        return System.nanoTime() > latest ? Optional.empty() : Optional.of(deliverer.attempt(recipient, contents));
    }
}
