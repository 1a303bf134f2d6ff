package io.postern.ingress.directory;

import static java.util.Objects.requireNonNull;

import io.postern.contract.DomainListed;
import io.postern.contract.InvalidRecord;
import io.postern.contract.Json;
import io.postern.contract.MailboxListed;
import io.postern.ingress.IngressConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    /**
     * What was found.
     *
     * @param mailbox the mailbox as the directory spells it; there is none for {@code FOREIGN} and {@code UNKNOWN}
     */
    public record Place(Listing listing, @Nullable String mailbox) {

        private static final Place FOREIGN = new Place(Listing.FOREIGN, null);
        private static final Place UNKNOWN = new Place(Listing.UNKNOWN, null);
    }

    private static final String DOMAIN = "domain/";
    private static final String MAILBOX = "mailbox/";

    /** Stands, with a domain, for all names that are not listed there. */
    private static final String ALL_OTHERS = "@";

    private static final String POSTMASTER = "postmaster";

    private final Map<String, DomainListed> domains = new ConcurrentHashMap<>();
    private final Map<String, Entry> mailboxes = new ConcurrentHashMap<>();
    private final String delimiters;
    private final Optional<String> postmaster;

    /** @param address as published */
    private record Entry(String address, MailboxListed mailbox) {}

    /**
     * @param delimiters characters that may stand between a mailbox's name and a tag of its owner's (RFC 5233), where the
     *     domain has none of its own; none if empty
     * @param postmaster the mailbox that gets the mail for a postmaster who is not listed
     */
    public Directory(String delimiters, Optional<String> postmaster) {
        this.delimiters = delimiters;
        this.postmaster = postmaster.map(Directory::normal);
    }

    @jakarta.inject.Inject
    Directory(IngressConfig config) {
        this(config.subaddressDelimiters().orElse(""), config.postmaster());
    }

    /** Whether any domain is known. Without one, nobody could be told anything but a wrong "no" for good. */
    public boolean known() {
        return !domains.isEmpty();
    }

    /**
     * Finds who gets the mail for an address.
     *
     * @param domain in Unicode or ASCII; empty only for the postmaster alone
     * @param size bytes of the mail as far as it is known, else 0
     */
    public Place find(String local, String domain, long size) {
        String ours = ascii(domain);
        if (!domain.isEmpty() && !domains.containsKey(ours)) {
            return Place.FOREIGN;
        }
        String name = normal(local);
        Entry found = mailboxes.get(name + "@" + ours);
        if (found == null) {
            found = mailboxes.get(untagged(name, delimiters(ours)) + "@" + ours);
        }
        if (found == null && name.equals(POSTMASTER)) {
            found = postmaster.map(mailboxes::get).orElse(null);
        }
        if (found == null) {
            found = mailboxes.get(ALL_OTHERS + ours);
        }
        if (found == null) {
            return Place.UNKNOWN;
        }
        Long room = found.mailbox().room();
        boolean full = room != null && (room <= 0 || room < size);
        return new Place(full ? Listing.FULL : Listing.LISTED, found.address());
    }

    /**
     * Whether both addresses are of the same mailbox of ours, or else are the same address. That a mailbox gets all that
     * the domain has no name for makes no two of those names the same.
     */
    public boolean same(String one, String other) {
        return resolved(one).equals(resolved(other));
    }

    private String resolved(String address) {
        int at = address.lastIndexOf('@');
        String mailbox = at < 0
                ? null
                : find(address.substring(0, at), address.substring(at + 1), 0).mailbox();
        return mailbox == null || mailbox.startsWith(ALL_OTHERS) ? normal(address) : mailbox;
    }

    private String delimiters(String domain) {
        DomainListed listed = domains.get(domain);
        return listed == null || listed.delimiters() == null ? delimiters : listed.delimiters();
    }

    private static String untagged(String name, String delimiters) {
        for (int i = 1; i < name.length(); i++) {
            if (delimiters.indexOf(name.charAt(i)) >= 0) {
                return name.substring(0, i);
            }
        }
        return name;
    }

    /**
     * Takes over a record of the directory topic.
     *
     * @param value {@code null} takes the entry back
     * @throws InvalidRecord if it is none
     */
    public void apply(String key, byte @Nullable [] value) {
        if (key.startsWith(DOMAIN)) {
            String domain = ascii(key.substring(DOMAIN.length()));
            if (value == null) {
                domains.remove(domain);
            } else {
                domains.put(domain, Json.read(value, DomainListed.class));
            }
        } else if (key.startsWith(MAILBOX)) {
            String address = key.substring(MAILBOX.length());
            if (value == null) {
                mailboxes.remove(normal(address));
            } else {
                mailboxes.put(normal(address), new Entry(address, Json.read(value, MailboxListed.class)));
            }
        } else {
            throw new InvalidRecord("not a key of the directory: " + key);
        }
    }

    /** An address or a local part in the one spelling that it is looked up by. */
    private static String normal(String address) {
        String lower = Normalizer.normalize(address, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf('@');
        return at < 0 ? lower : lower.substring(0, at + 1) + ascii(lower.substring(at + 1));
    }

    /** A domain as DNS spells it; as it is if it cannot be spelt so. */
    private static String ascii(String domain) {
        String lower = requireNonNull(domain).toLowerCase(Locale.ROOT);
        if (lower.chars().allMatch(c -> c < 128)) {
            return lower;
        }
        try {
            return IDN.toASCII(Normalizer.normalize(lower, Normalizer.Form.NFC), IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            return lower;
        }
    }
}
