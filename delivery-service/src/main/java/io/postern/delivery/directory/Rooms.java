package io.postern.delivery.directory;

import static java.util.stream.Collectors.toMap;

import io.postern.delivery.mailbox.Box;
import io.postern.delivery.mailbox.Maildir;
import io.postern.delivery.mailbox.Quota;
import io.postern.delivery.mailbox.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How large the next mail to a mailbox may be, as the ingress is told: in powers of two, and never less than there is. So
 * the filling of a mailbox is told some dozens of times, not with every mail, and nothing is refused that would fit.
 * Readers remove mail without telling us, so mailboxes with little room are looked at again and again.
 */
@ApplicationScoped
public class Rooms {

    private static final Logger LOG = Logger.getLogger(Rooms.class);

    private static final long LEAST = 64 * 1024;
    private static final int TURN = 200;

    /** Longer than a transaction may take, whose moment is that of its beginning. */
    private static final Duration OVERLAP = Duration.ofMinutes(2);

    private final RoomRegister register;
    private final Maildir maildir;
    private final Map<String, Long> told = new ConcurrentHashMap<>();
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private @Nullable Directory kept;
    private Map<String, Quota> limited = Map.of();
    private Instant read = Instant.EPOCH;

    Rooms(RoomRegister register, Maildir maildir) {
        this.register = register;
        this.maildir = maildir;
    }

    /** A mail was brought into a mailbox, or found no room in it. */
    public void used(Box box, @Nullable Usage usage) {
        if (box.quota() != null && usage != null) {
            seen(box.address(), box.quota().room(usage));
        }
    }

    private void seen(String mailbox, long room) {
        long rounded = rounded(room);
        if (rounded != told.getOrDefault(mailbox, Long.MAX_VALUE)) {
            seen.put(mailbox, rounded);
        } else {
            seen.remove(mailbox);
        }
    }

    /** The next power of two, unless there is no room. */
    static long rounded(long room) {
        if (room <= 0) {
            return 0;
        }
        long least = Math.max(room, LEAST);
        long power = Long.highestOneBit(least);
        return power == least ? power : power << 1 > 0 ? power << 1 : Long.MAX_VALUE;
    }

    /** What the ingress is to know; {@code null}: no limit. */
    @Nullable
    Long of(String mailbox) {
        return told.get(mailbox);
    }

    /** Whether the ingress refuses mail for it. */
    public boolean full(String mailbox) {
        return told.getOrDefault(mailbox, Long.MAX_VALUE) == 0;
    }

    /**
     * Looks at mailboxes whose turn it is, and makes known what has changed. In one thread at a time.
     *
     * @param directory in force
     * @return the mailboxes of which the ingress is to be told something else
     */
    Set<String> look(Directory directory) throws SQLException {
        keep(directory);
        if (limited.isEmpty()) {
            seen.clear();
            return Set.of();
        }
        List<String> turn = register.turn(TURN);
        turn.forEach(this::look);
        Map<String, @Nullable Long> rooms = new HashMap<>();
        seen.forEach((mailbox, room) -> rooms.put(mailbox, room == Long.MAX_VALUE ? null : room));
        Collection<String> changed = rooms.isEmpty() ? List.of() : register.tell(rooms);
        for (RoomRegister.Told each : register.since(read.minus(OVERLAP))) {
            remember(each);
        }
        rooms.forEach((mailbox, room) -> seen.remove(mailbox, room == null ? Long.valueOf(Long.MAX_VALUE) : room));
        return Set.copyOf(changed);
    }

    @SuppressWarnings("ReferenceEquality") // what was not read again says the same
    private void keep(Directory directory) throws SQLException {
        if (directory == kept) {
            return;
        }
        Map<String, Quota> now = directory.limited();
        if (kept == null || !now.equals(limited)) {
            register.keep(now.entrySet().stream()
                    .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().toString())));
            limited = now;
            told.keySet().retainAll(now.keySet());
        }
        kept = directory;
    }

    private void remember(RoomRegister.Told each) {
        read = each.changedAt().isAfter(read) ? each.changedAt() : read;
        if (each.room() == null || !limited.containsKey(each.mailbox())) {
            told.remove(each.mailbox());
        } else {
            told.put(each.mailbox(), each.room());
        }
    }

    private void look(String mailbox) {
        Quota quota = limited.get(mailbox);
        if (quota == null) {
            return;
        }
        try {
            seen(mailbox, quota.room(maildir.usage(mailbox, quota)));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("room of a mailbox not known cause=%s", e.toString());
        }
    }
}
