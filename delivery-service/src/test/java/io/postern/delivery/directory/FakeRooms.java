package io.postern.delivery.directory;

import io.postern.delivery.mailbox.Maildir;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of the room in mailboxes, for tests: everybody's turn is always. */
public final class FakeRooms implements RoomRegister {

    private final Map<String, @Nullable Long> rooms = new HashMap<>();
    private boolean turns = true;

    /** Rooms that are noted nowhere else. */
    public static Rooms rooms(Maildir maildir) {
        return new Rooms(new FakeRooms(), maildir);
    }

    /** Nobody's turn comes. */
    FakeRooms withoutTurns() {
        turns = false;
        return this;
    }

    @Override
    public void keep(Map<String, String> quotas) {
        rooms.keySet().retainAll(quotas.keySet());
        quotas.keySet().forEach(mailbox -> rooms.putIfAbsent(mailbox, null));
    }

    @Override
    public List<String> turn(int most) {
        return turns ? List.copyOf(rooms.keySet()) : List.of();
    }

    @Override
    public Collection<String> tell(Map<String, @Nullable Long> told) {
        List<String> changed = new ArrayList<>();
        told.forEach((mailbox, room) -> {
            if (rooms.containsKey(mailbox) && !Objects.equals(rooms.put(mailbox, room), room)) {
                changed.add(mailbox);
            }
        });
        return changed;
    }

    @Override
    public List<Told> since(Instant moment) {
        return rooms.entrySet().stream()
                .map(room -> new Told(room.getKey(), room.getValue(), Instant.now()))
                .toList();
    }
}
