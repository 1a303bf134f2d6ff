package io.postern.local;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for something that happens by itself. */
final class Until {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int POLL_MS = 20;

    private Until() {}

    static void isTrue(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }
}
