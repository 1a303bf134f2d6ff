package io.postern.delivery.route;

import io.postern.contract.Envelope;
import io.postern.contract.MailApproved;
import io.postern.delivery.directory.Addressee;
import io.postern.delivery.directory.Directory;
import io.postern.delivery.directory.Expansion;
import io.postern.delivery.relay.pace.PaceLimits;
import java.util.List;
import java.util.function.Supplier;

/** Knows the way of every recipient, by the directory and the routes in force. */
public final class Router {

    /** A store of ours is in the house. */
    private static final PaceLimits STORE = PaceLimits.USUAL;

    private final Supplier<Directory> directory;
    private final Supplier<Routes> routes;
    private final RetrySchedule retries;

    /** @param retries of mail for mailboxes of ours */
    public Router(Supplier<Directory> directory, Supplier<Routes> routes, RetrySchedule retries) {
        this.directory = directory;
        this.routes = routes;
        this.retries = retries;
    }

    /** @param recipient as in the envelope */
    public Way way(MailApproved approved, String recipient) {
        String mailbox = approved.mail().envelope().mailbox(recipient);
        Directory current = directory.get();
        if (!current.hosts(mailbox)) {
            return routes.get().of(mailbox);
        }
        // The directory may have changed since the ingress accepted the recipient.
        String name = current.lists(mailbox)
                ? mailbox
                : current.find(mailbox).map(Directory.Name::name).orElse(mailbox);
        if (!current.lists(name)) {
            return new Way.NoMailbox(name, current.aliases().containsKey(name), retries);
        }
        return current.store(name)
                .<Way>map(store -> new Way.Network(store, STORE, retries))
                .orElseGet(() -> new Way.Mailbox(current.box(name, recipient), retries));
    }

    /** All who get a mail in the end, names that stand for others followed. */
    public List<Addressee> addressees(Envelope envelope) {
        return Expansion.of(directory.get(), envelope);
    }

    /** The routes in force. */
    public Routes routes() {
        return routes.get();
    }
}
