package io.postern.delivery.directory;

import io.postern.contract.DomainListed;
import io.postern.contract.MailboxListed;
import io.postern.delivery.directory.Directory.Name;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the ingress is to know of a directory: that there is a domain or a name, and whether there is room for mail. */
final class Listings {

    private final Directory directory;
    private final Function<String, @Nullable Long> rooms;

    /** @param rooms how large the next mail to a mailbox may be; {@code null} if that is not limited */
    Listings(Directory directory, Function<String, @Nullable Long> rooms) {
        this.directory = directory;
        this.rooms = rooms;
    }

    /**
     * All that the topic has to hold: key and record, the mailboxes before their domains. Who knows a domain then knows
     * its mailboxes too, and refuses none of them for good.
     */
    Map<String, Record> all() {
        Map<String, Record> records = new LinkedHashMap<>();
        put(directory.mailboxes(), records);
        put(directory.aliases().keySet(), records);
        directory.settings().forEach((domain, how) -> {
            DomainListed listed = new DomainListed(domain, how.delimiters());
            records.put(listed.key(), listed);
        });
        return records;
    }

    /** What follows from the room of some mailboxes: their records, and those of names that stand for one of them alone. */
    Map<String, Record> of(Collection<String> mailboxes) {
        List<String> names = new ArrayList<>();
        directory.mailboxes().stream().filter(mailboxes::contains).forEach(names::add);
        directory.aliases().keySet().stream()
                .filter(name -> only(name).filter(mailboxes::contains).isPresent())
                .forEach(names::add);
        Map<String, Record> records = new LinkedHashMap<>();
        put(names, records);
        return records;
    }

    private void put(Collection<String> names, Map<String, Record> records) {
        for (String name : names) {
            MailboxListed listed = new MailboxListed(name, room(name));
            records.put(listed.key(), listed);
        }
    }

    /** Mail to a name that stands for several is taken in, since there is room with one of them perhaps. */
    private @Nullable Long room(String name) {
        return only(name).map(rooms).orElse(null);
    }

    /** The one mailbox that gets the mail for a name, if it is one alone. */
    private Optional<String> only(String name) {
        String at = name;
        for (int step = 0; step < Expansion.DEEPEST; step++) {
            List<String> targets = directory.aliases().get(at);
            if (targets == null || targets.equals(List.of(at))) {
                return directory.mailboxes().contains(at) ? Optional.of(at) : Optional.empty();
            }
            String target = targets.getFirst();
            Optional<Name> next =
                    targets.size() == 1 && directory.hosts(target) ? directory.find(target) : Optional.empty();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get().name();
        }
        return Optional.empty();
    }
}
