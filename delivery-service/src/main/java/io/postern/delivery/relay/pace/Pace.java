package io.postern.delivery.relay.pace;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** All destinations. Those of which there is nothing to remember are forgotten, and of too many, the oldest. */
public final class Pace {

    private final int most;
    private final InstantSource clock;
    private final Map<String, Lane> lanes = new LinkedHashMap<>(16, 0.75f, true); // the last used last

    /** @param most how many destinations are remembered; those with attempts under way always are */
    public Pace(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /** Whether an attempt for this destination may be made now. */
    public synchronized Turn ask(String destination, PaceLimits limits) {
        return lane(destination, limits).ask(clock);
    }

    /** Whether a destination is known to take mail. Of one that was forgotten it is not known. */
    public synchronized boolean proven(String destination) {
        Lane known = lanes.get(destination);
        return known != null && known.proven();
    }

    private Lane lane(String destination, PaceLimits limits) {
        Lane known = lanes.get(destination);
        if (known != null && (known.limits().equals(limits) || known.running())) {
            return known;
        }
        if (lanes.size() >= most) {
            forget();
        }
        Lane fresh = new Lane(limits);
        lanes.put(destination, fresh);
        return fresh;
    }

    private void forget() {
        Instant now = clock.instant();
        lanes.values().removeIf(lane -> lane.idle(now));
        var oldest = lanes.values().iterator();
        while (lanes.size() >= most && oldest.hasNext()) {
            if (!oldest.next().running()) {
                oldest.remove();
            }
        }
    }

    /** How many destinations are left alone, because nothing got through. */
    public synchronized long leftAlone() {
        return lanes.values().stream().filter(Lane::leftAlone).count();
    }

    synchronized int remembered() {
        return lanes.size();
    }
}
