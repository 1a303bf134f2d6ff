package io.postern.delivery.directory;

import static java.util.Locale.ROOT;

import io.postern.contract.DomainListed;
import io.postern.contract.MailboxListed;
import io.postern.delivery.relay.Route;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The domains for which we take mail and their mailboxes.
 *
 * @param domains in lower case
 * @param mailboxes addresses in lower case
 * @param stores where the mailboxes of a domain are, if not with us
 */
public record Directory(Set<String> domains, Set<String> mailboxes, Map<String, Route> stores) {

    public Directory {
        domains = Collections.unmodifiableSet(new LinkedHashSet<>(domains));
        mailboxes = Collections.unmodifiableSet(new LinkedHashSet<>(mailboxes));
        stores = Map.copyOf(stores);
    }

    public Directory(Set<String> domains, Set<String> mailboxes) {
        this(domains, mailboxes, Map.of());
    }

    /** Whether the address has a mailbox here. Case does not matter, as with every mail host people are used to. */
    public boolean lists(String address) {
        return mailboxes.contains(address.toLowerCase(ROOT));
    }

    /** Whether the address is of one of the domains. */
    public boolean hosts(String address) {
        return domains.contains(domain(address));
    }

    /** Where the mailbox of an address is; empty: a Maildir of ours. */
    public Optional<Route> store(String address) {
        return Optional.ofNullable(stores.get(domain(address)));
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(ROOT);
    }

    /**
     * What the topic has to hold: key and record, the mailboxes before their domains. Who knows a domain then knows its
     * mailboxes too, and refuses none of them for good.
     */
    Map<String, Record> records() {
        Map<String, Record> records = new LinkedHashMap<>();
        for (String address : mailboxes) {
            MailboxListed listed = new MailboxListed(address, null);
            records.put(listed.key(), listed);
        }
        for (String domain : domains) {
            DomainListed listed = new DomainListed(domain);
            records.put(listed.key(), listed);
        }
        return records;
    }
}
