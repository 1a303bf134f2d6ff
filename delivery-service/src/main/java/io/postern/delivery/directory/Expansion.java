package io.postern.delivery.directory;

import io.postern.contract.Envelope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows aliases and forwards to those who get a mail in the end, each once. A name is followed once, so nothing goes in
 * a circle; a mailbox that comes up again below its own name gets its copy.
 */
public final class Expansion {

    /** So many may get a mail for the sake of one name. */
    public static final int MOST = 1000;

    /** Names that stand for names, so many in a row. */
    static final int DEEPEST = 50;

    private final Directory directory;
    private final Set<String> followed = new HashSet<>();
    private final Map<String, String> members = new LinkedHashMap<>();

    private Expansion(Directory directory) {
        this.directory = directory;
    }

    /**
     * All who get a mail, and the names that stood for them. A name that leads to nobody, or too far, stands for itself:
     * there is no mailbox behind it, and its sender is told.
     */
    public static List<Addressee> of(Directory directory, Envelope envelope) {
        Map<String, Addressee> all = new LinkedHashMap<>();
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (Envelope.Recipient recipient : envelope.recipients()) {
            List<String> members = new Expansion(directory).members(recipient);
            if (members.equals(List.of(recipient.address()))) {
                all.putIfAbsent(key(directory, recipient.address()), Addressee.itself(recipient.address()));
            } else {
                names.put(recipient.address(), members);
            }
        }
        // Whoever is named himself gets the mail for his own sake.
        names.forEach((name, members) -> {
            for (String member : members) {
                String original = member.equals(name) ? null : name;
                all.putIfAbsent(key(directory, member), new Addressee(member, original, List.of(), members.size()));
            }
            all.putIfAbsent(key(directory, name), Addressee.name(name, members));
        });
        return List.copyOf(all.values());
    }

    private static String key(Directory directory, String address) {
        return directory.hosts(address) ? Addresses.normal(address) : address;
    }

    private List<String> members(Envelope.Recipient recipient) {
        Optional<String> name = name(recipient);
        if (name.isEmpty() || !directory.aliases().containsKey(name.get())) {
            return List.of(recipient.address());
        }
        // Of what is for user+tag, the copy that stays is for user+tag.
        boolean reached = follow(name.get(), recipient.address(), 1);
        return reached && !members.isEmpty() ? List.copyOf(members.values()) : List.of(recipient.address());
    }

    /** The ingress knows better than an address which name it was found by, if that is still there. */
    private Optional<String> name(Envelope.Recipient recipient) {
        String told = recipient.mailbox();
        if (told != null && (directory.lists(told) || directory.aliases().containsKey(told))) {
            return Optional.of(told);
        }
        return directory.hosts(recipient.address())
                ? directory.find(recipient.address()).map(Directory.Name::name)
                : Optional.empty();
    }

    /**
     * @param as the address under which the mailbox of that name gets its copy
     * @return whether all of it could be followed
     */
    private boolean follow(String name, String as, int depth) {
        followed.add(name);
        for (String target : directory.aliases().getOrDefault(name, List.of())) {
            Optional<String> next =
                    directory.hosts(target) ? directory.find(target).map(Directory.Name::name) : Optional.empty();
            boolean alias = next.filter(directory.aliases()::containsKey).isPresent();
            if (!alias) {
                members.putIfAbsent(key(directory, target), target);
            } else if (followed.contains(next.orElseThrow())) {
                if (directory.lists(next.orElseThrow())) {
                    String copy = next.orElseThrow().equals(name) ? as : target;
                    members.putIfAbsent(key(directory, copy), copy);
                }
            } else if (depth == DEEPEST || !follow(next.orElseThrow(), target, depth + 1)) {
                return false;
            }
            if (members.size() > MOST) {
                return false;
            }
        }
        return true;
    }

    /** Names that lead nowhere: in a circle, too far, to too many, or to one of ours who is not there. */
    static List<String> deadEnds(Directory directory) {
        List<String> deadEnds = new ArrayList<>();
        for (String name : directory.aliases().keySet()) {
            Expansion expansion = new Expansion(directory);
            boolean reached = expansion.follow(name, name, 1);
            boolean there = expansion.members.values().stream()
                    .allMatch(member ->
                            !directory.hosts(member) || directory.find(member).isPresent());
            if (!reached || expansion.members.isEmpty() || !there) {
                deadEnds.add(name);
            }
        }
        return deadEnds;
    }
}
