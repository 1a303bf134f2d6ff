package io.postern.delivery.directory;

import io.postern.delivery.mailbox.Box;
import io.postern.delivery.mailbox.Quota;
import io.postern.delivery.relay.Route;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The domains for which we take mail, their mailboxes, and the names that stand for others.
 *
 * @param settings by domain, in lower case
 * @param mailboxes addresses in lower case
 * @param quotas of mailboxes that have one of their own
 * @param aliases names, and whom each stands for. That of a mailbox forwards its mail; a copy stays if it is named itself.
 *     One without a local part, {@code @postern.test}, stands for all that the domain has not
 */
public record Directory(
        Map<String, Domain> settings,
        Set<String> mailboxes,
        Map<String, Quota> quotas,
        Map<String, List<String>> aliases) {

    /** Where the ingress says nothing else. */
    private static final String DELIMITERS = "+";

    /** As the mailboxes and names that others stand for. */
    public static final Directory EMPTY = new Directory(Map.of(), Set.of(), Map.of(), Map.of());

    public Directory {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        mailboxes = Collections.unmodifiableSet(new LinkedHashSet<>(mailboxes));
        quotas = Map.copyOf(quotas);
        aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
    }

    public Directory(Set<String> domains, Set<String> mailboxes) {
        this(usual(domains), mailboxes, Map.of(), Map.of());
    }

    private static Map<String, Domain> usual(Set<String> domains) {
        Map<String, Domain> settings = new LinkedHashMap<>();
        domains.forEach(domain -> settings.put(domain, Domain.USUAL));
        return settings;
    }

    /**
     * What an address of ours stands for.
     *
     * @param name a mailbox, an alias or both, as the directory spells it
     * @param tag what stands behind the delimiter in the address
     */
    public record Name(String name, String tag) {}

    public Set<String> domains() {
        return settings.keySet();
    }

    /** Whether the address has a mailbox here. Case does not matter, as with every mail host people are used to. */
    public boolean lists(String address) {
        return mailboxes.contains(Addresses.normal(address));
    }

    /** Whether the address is of one of the domains. */
    public boolean hosts(String address) {
        return settings.containsKey(Addresses.domainOf(address));
    }

    /** Where the mailbox of an address is; empty: a Maildir of ours. */
    public Optional<Route> store(String address) {
        return Optional.ofNullable(domain(address).store());
    }

    private Domain domain(String address) {
        return settings.getOrDefault(Addresses.domainOf(address), Domain.USUAL);
    }

    /** Finds a name: that of the address, that without its tag, that which stands for all others of the domain. */
    public Optional<Name> find(String address) {
        String normal = Addresses.normal(address);
        if (names(normal)) {
            return Optional.of(new Name(normal, ""));
        }
        int at = normal.lastIndexOf('@');
        String host = normal.substring(at);
        String local = at < 0 ? "" : normal.substring(0, at);
        int tag = delimiter(local, domain(normal).delimiters());
        if (tag > 0 && names(local.substring(0, tag) + host)) {
            return Optional.of(new Name(local.substring(0, tag) + host, local.substring(tag + 1)));
        }
        return aliases.containsKey(host) ? Optional.of(new Name(host, "")) : Optional.empty();
    }

    /** Whether it has a mailbox or an alias of that name, in lower case. */
    public boolean names(String address) {
        return mailboxes.contains(address) || aliases.containsKey(address);
    }

    private static int delimiter(String local, @Nullable String given) {
        String delimiters = given == null ? DELIMITERS : given;
        for (int i = 1; i < local.length(); i++) {
            if (delimiters.indexOf(local.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** Where mail goes that is for an address and gets into a mailbox. */
    public Box box(String mailbox, String address) {
        String normal = Addresses.normal(mailbox);
        return new Box(
                normal,
                tag(normal, Addresses.normal(address)),
                domain(normal).tagFolders(),
                quota(normal).orElse(null));
    }

    private static String tag(String mailbox, String address) {
        int at = mailbox.lastIndexOf('@');
        int end = address.lastIndexOf('@');
        boolean tagged = end > at && address.startsWith(mailbox.substring(0, at));
        return tagged ? address.substring(at + 1, end) : "";
    }

    /** What a mailbox of ours may hold. That in another store is the store's to limit. */
    public Optional<Quota> quota(String mailbox) {
        Domain domain = domain(mailbox);
        return domain.store() != null
                ? Optional.empty()
                : Optional.ofNullable(quotas.getOrDefault(mailbox, domain.quota()));
    }

    /** All mailboxes with a quota. */
    public Map<String, Quota> limited() {
        Map<String, Quota> limited = new LinkedHashMap<>();
        mailboxes.forEach(mailbox -> quota(mailbox).ifPresent(quota -> limited.put(mailbox, quota)));
        return limited;
    }

    /** This and what another adds to it. Where both have something to say, this counts. */
    public Directory and(Directory other) {
        Map<String, Domain> allSettings = new LinkedHashMap<>(other.settings);
        allSettings.putAll(settings);
        Set<String> allMailboxes = new LinkedHashSet<>(mailboxes);
        Map<String, Quota> allQuotas = new LinkedHashMap<>(quotas);
        Map<String, List<String>> allAliases = new LinkedHashMap<>(aliases);
        for (String mailbox : other.mailboxes) {
            if (!names(mailbox) && allSettings.containsKey(Addresses.domainOf(mailbox))) {
                allMailboxes.add(mailbox);
                Optional.ofNullable(other.quotas.get(mailbox)).ifPresent(quota -> allQuotas.put(mailbox, quota));
            }
        }
        other.aliases.forEach((name, targets) -> {
            if (!names(name) && allSettings.containsKey(Addresses.domainOf(name))) {
                allAliases.put(name, targets);
            }
        });
        return new Directory(allSettings, allMailboxes, allQuotas, allAliases);
    }

    /** The same with a domain. */
    public Directory with(String name, Domain domain) {
        Map<String, Domain> changed = new LinkedHashMap<>(settings);
        changed.put(name, domain);
        return new Directory(changed, mailboxes, quotas, aliases);
    }

    public Directory withoutDomain(String name) {
        Map<String, Domain> changed = new LinkedHashMap<>(settings);
        changed.remove(name);
        return new Directory(changed, mailboxes, quotas, aliases);
    }

    /** The same with a mailbox. */
    public Directory with(String mailbox, @Nullable Quota quota) {
        Directory without = withoutMailbox(mailbox);
        Set<String> changed = new LinkedHashSet<>(without.mailboxes);
        changed.add(mailbox);
        Map<String, Quota> changedQuotas = new LinkedHashMap<>(without.quotas);
        if (quota != null) {
            changedQuotas.put(mailbox, quota);
        }
        return new Directory(settings, changed, changedQuotas, aliases);
    }

    public Directory withoutMailbox(String mailbox) {
        Set<String> changed = new LinkedHashSet<>(mailboxes);
        changed.remove(mailbox);
        Map<String, Quota> changedQuotas = new LinkedHashMap<>(quotas);
        changedQuotas.remove(mailbox);
        return new Directory(settings, changed, changedQuotas, aliases);
    }

    /** The same with an alias. */
    public Directory with(String name, List<String> targets) {
        Map<String, List<String>> changed = new LinkedHashMap<>(aliases);
        changed.put(name, List.copyOf(targets));
        return new Directory(settings, mailboxes, quotas, changed);
    }

    public Directory withoutAlias(String name) {
        Map<String, List<String>> changed = new LinkedHashMap<>(aliases);
        changed.remove(name);
        return new Directory(settings, mailboxes, quotas, changed);
    }
}
