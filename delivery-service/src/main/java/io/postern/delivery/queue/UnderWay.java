package io.postern.delivery.queue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Transfers that have begun. */
final class UnderWay {

    private final Map<String, Transfer> trials = new HashMap<>();
    private int transfers;
    private int recipients;
    private long bytes;

    /** @param trial whether it is not known that the destination takes mail */
    synchronized void begin(Transfer transfer, boolean trial) {
        transfers++;
        recipients += transfer.recipients().size();
        bytes += transfer.bytes();
        if (trial) {
            trials.put(transfer.way().destination(), transfer);
        }
    }

    synchronized void end(Transfer transfer) {
        transfers--;
        recipients -= transfer.recipients().size();
        bytes -= transfer.bytes();
        trials.remove(transfer.way().destination(), transfer);
    }

    synchronized int transfers() {
        return transfers;
    }

    synchronized int recipients() {
        return recipients;
    }

    /** How much content they hold that was read ahead. */
    synchronized long bytes() {
        return bytes;
    }

    /** Destinations that are being tried. */
    synchronized Set<String> onTrial() {
        return new HashSet<>(trials.keySet());
    }

    /** How many recipients of theirs. */
    synchronized int recipientsOnTrial() {
        return trials.values().stream()
                .mapToInt(transfer -> transfer.recipients().size())
                .sum();
    }
}
