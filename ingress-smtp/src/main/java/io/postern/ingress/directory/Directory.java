package io.postern.ingress.directory;

import io.postern.contract.DomainListed;
import io.postern.contract.InvalidRecord;
import io.postern.contract.Json;
import io.postern.contract.MailboxListed;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who gets mail here: what delivery published to {@link io.postern.contract.Topics#DIRECTORY}. */
@ApplicationScoped
public class Directory {

    /** What a recipient is to us. */
    public enum Listing {
        /** Its domain is not ours. */
        FOREIGN,
        /** Its domain is ours, the mailbox does not exist. */
        UNKNOWN,
        /** The mailbox has no room left. */
        FULL,
        LISTED
    }

    private static final String DOMAIN = "domain/";
    private static final String MAILBOX = "mailbox/";

    private final Map<String, DomainListed> domains = new ConcurrentHashMap<>();
    private final Map<String, MailboxListed> mailboxes = new ConcurrentHashMap<>();

    /** Whether any domain is known. Without one, nobody could be told anything but a wrong "no" for good. */
    public boolean known() {
        return !domains.isEmpty();
    }

    /** @param domain in lower case */
    public Listing find(String local, String domain) {
        if (!domains.containsKey(domain)) {
            return Listing.FOREIGN;
        }
        MailboxListed mailbox = mailboxes.get(local.toLowerCase(Locale.ROOT) + "@" + domain);
        if (mailbox == null) {
            return Listing.UNKNOWN;
        }
        return mailbox.room() != null && mailbox.room() <= 0 ? Listing.FULL : Listing.LISTED;
    }

    /**
     * Takes over a record of the directory topic.
     *
     * @param value {@code null} takes the entry back
     * @throws InvalidRecord if it is none
     */
    public void apply(String key, byte @Nullable [] value) {
        if (key.startsWith(DOMAIN)) {
            apply(domains, key.substring(DOMAIN.length()), value, DomainListed.class);
        } else if (key.startsWith(MAILBOX)) {
            apply(mailboxes, key.substring(MAILBOX.length()), value, MailboxListed.class);
        } else {
            throw new InvalidRecord("not a key of the directory: " + key);
        }
    }

    private static <T> void apply(Map<String, T> entries, String name, byte @Nullable [] value, Class<T> type) {
        if (value == null) {
            entries.remove(name);
        } else {
            entries.put(name, Json.read(value, type));
        }
    }
}
