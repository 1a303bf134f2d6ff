package io.postern.delivery.relay.pace;

import java.time.InstantSource;

/** Allows one attempt. Closed without a word, it says nothing of the destination. */
public final class Pass implements AutoCloseable {

    private final Lane lane;
    private final InstantSource clock;
    private boolean over;

    Pass(Lane lane, InstantSource clock) {
        this.lane = lane;
        this.clock = clock;
    }

    /**
     * The destination did what it is there for, whatever it said to this mail.
     *
     * @return whether it had failed before
     */
    public synchronized boolean worked() {
        if (over) {
            return false;
        }
        over = true;
        return lane.worked();
    }

    /** Nothing gets through at the destination. */
    public synchronized void failed() {
        if (!over) {
            over = true;
            lane.failed(clock.instant());
        }
    }

    @Override
    public synchronized void close() {
        if (!over) {
            over = true;
            lane.left();
        }
    }
}
