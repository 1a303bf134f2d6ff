package io.postern.delivery.queue;

import io.postern.delivery.DeliverySettings;
import io.postern.delivery.queue.Bell.Listener;
import io.postern.delivery.relay.pace.Pace;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * Takes mail for elsewhere from the queue, as much as is wanted in hand. Of a destination that takes mail it is many at a
 * time, looked up by the destination. Of all others it is one mail each, so that those that are dead hold little; and of
 * what an instance may have in hand, they hold no more than a half. Where nothing can have become due, the database is
 * not asked. For one thread.
 */
final class Supply {

    /** So many recipients are taken at once. */
    private static final int BATCH = 200;

    /** Of one destination that takes mail so many; more are wanted when fewer than half of these wait. */
    private static final int EACH = 40;

    /** Of one of which that is not known so many, of one mail. */
    private static final int FIRST = 10;

    /** Of ten transfers, so many at most try destinations. */
    private static final int TRIALS_OF_TEN = 9;

    private final Queue queue;
    private final Lanes lanes;
    private final UnderWay underWay;
    private final Pace pace;
    private final Bell bell;
    private final IntSupplier room;
    private final DeliverySettings.Relay limits;
    private final long poll;
    /** Destinations of which more may be due. */
    private final Set<String> left = new LinkedHashSet<>();
    /** Those of them whose mail goes to another one by now. */
    private final Set<String> renamed = new HashSet<>();

    private boolean look = true;
    private long nextLook = System.nanoTime();

    /** @param room how many recipients more may be in hand */
    Supply(
            Queue queue,
            Lanes lanes,
            UnderWay underWay,
            Pace pace,
            Bell bell,
            IntSupplier room,
            DeliverySettings.Relay limits,
            Duration poll) {
        this.queue = queue;
        this.lanes = lanes;
        this.underWay = underWay;
        this.pace = pace;
        this.bell = bell;
        this.room = room;
        this.limits = limits;
        this.poll = poll.toNanos();
    }

    /** The mail of a destination turned out to go to another one: nothing is known of this one, so it is not for trial. */
    void renamed(String destination) {
        if (left.contains(destination)) {
            renamed.add(destination);
        }
    }

    /** @return of destinations of which it is not known whether they take mail; nothing if nothing is due or wanted */
    List<Recipient> first() {
        look |= bell.rung(Listener.NETWORK) || System.nanoTime() - nextLook >= 0;
        Set<String> busy = underWay.onTrial();
        int trials = limits.transfers() * TRIALS_OF_TEN / 10 - busy.size();
        int half = limits.recipientsInHand() / 2 - underWay.recipientsOnTrial();
        int most = Math.min(Math.min(BATCH, room.getAsInt()), Math.min(trials, half));
        if (!look || most <= 0) {
            return List.of();
        }
        busy.addAll(lanes.destinations());
        List<Recipient> taken = queue.claimFirst(most, FIRST, busy, limits.lease());
        // What lay behind them is seen when these are in hand.
        look = !taken.isEmpty();
        nextLook = System.nanoTime() + poll;
        taken.forEach(recipient -> left.add(recipient.destination));
        return taken;
    }

    /** @return of destinations that take mail; nothing if nothing is due or wanted */
    List<Recipient> more() {
        List<String> wanted = left.stream().filter(this::wanted).toList();
        int most = Math.min(BATCH, room.getAsInt());
        // A few are not worth a query while others wait.
        if (wanted.isEmpty() || most <= 0 || (most < FIRST && lanes.recipients() > 0)) {
            return List.of();
        }
        List<Recipient> taken = queue.claimMore(most, EACH, wanted, limits.lease());
        if (taken.size() < most) {
            Map<String, Long> counts = taken.stream()
                    .collect(Collectors.groupingBy(recipient -> recipient.destination, Collectors.counting()));
            for (String destination : wanted) {
                if (counts.getOrDefault(destination, 0L) < EACH) {
                    left.remove(destination);
                    renamed.remove(destination);
                }
            }
        } else {
            // Whoever was served last is first in turn no more.
            taken.stream().map(recipient -> recipient.destination).distinct().forEach(this::toTheEnd);
        }
        return taken;
    }

    private boolean wanted(String destination) {
        return renamed.contains(destination) || (pace.proven(destination) && lanes.recipients(destination) < EACH / 2);
    }

    private void toTheEnd(String destination) {
        left.remove(destination);
        left.add(destination);
    }
}
