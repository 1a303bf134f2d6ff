package io.postern.delivery.queue;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Transfers that are claimed and not begun, by destination. For one thread. */
final class Lanes {

    private final Map<String, Deque<Transfer>> waiting = new LinkedHashMap<>();
    private int recipients;

    void add(Transfer transfer) {
        waiting.computeIfAbsent(transfer.way().destination(), destination -> new ArrayDeque<>())
                .add(transfer);
        recipients += transfer.recipients().size();
    }

    /** How many recipients wait. */
    int recipients() {
        return recipients;
    }

    /** How many of a destination wait. */
    int recipients(String destination) {
        return waiting.getOrDefault(destination, new ArrayDeque<>()).stream()
                .mapToInt(transfer -> transfer.recipients().size())
                .sum();
    }

    /** How much content waits with them. */
    long bytes() {
        return waiting.values().stream()
                .flatMap(Deque::stream)
                .mapToLong(Transfer::bytes)
                .sum();
    }

    /** Where some wait. */
    List<String> destinations() {
        return List.copyOf(waiting.keySet());
    }

    /** The next of a destination; it goes on waiting until it is {@link #begin begun}. */
    Transfer next(String destination) {
        return lane(destination).getFirst();
    }

    boolean waits(String destination) {
        return waiting.containsKey(destination);
    }

    /** Takes the next of a destination out. */
    Transfer begin(String destination) {
        Deque<Transfer> lane = lane(destination);
        Transfer begun = lane.removeFirst();
        recipients -= begun.recipients().size();
        if (lane.isEmpty()) {
            waiting.remove(destination);
        }
        return begun;
    }

    private Deque<Transfer> lane(String destination) {
        return requireNonNull(waiting.get(destination), destination);
    }

    /** Takes all of a destination out. */
    List<Recipient> clear(String destination) {
        List<Recipient> cleared = new ArrayList<>();
        while (waits(destination)) {
            cleared.addAll(begin(destination).recipients());
        }
        return cleared;
    }
}
