package io.postern.av;

import static io.postern.av.ScanResult.Kind.TIME_OUT;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The scan of one mail, for all who ask for it meanwhile, and for a while after the last of them has given up. */
final class Flight {

    private static final Report NOT_IN_TIME = Report.of(ScanResult.failed(TIME_OUT, "not done before the deadline"));

    private final CompletableFuture<Report> report = new CompletableFuture<>();
    private final Thread thread;
    private final Semaphore late;
    private int waiting;
    private boolean isLate;

    /**
     * @param work completes what it is given
     * @param late who may go on although nobody waits
     */
    Flight(String name, Work work, Semaphore late) {
        this.late = late;
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(work));
    }

    /** What is done for those who wait. */
    @FunctionalInterface
    interface Work {
        Report run() throws Exception;
    }

    void start() {
        thread.start();
    }

    @SuppressWarnings("IllegalCatch") // whatever it is goes to those who wait
    private void run(Work work) {
        try {
            report.complete(work.run());
        } catch (InterruptedException e) {
            report.complete(NOT_IN_TIME);
        } catch (Exception | Error e) {
            report.completeExceptionally(e);
        } finally {
            land();
        }
    }

    /** Somebody waits. */
    synchronized void board() {
        waiting++;
    }

    /**
     * What came of it, or that it was not done in time.
     *
     * @throws ExecutionException if it failed
     */
    Report await(Duration limit) throws InterruptedException, ExecutionException {
        try {
            return report.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return NOT_IN_TIME;
        }
    }

    /** Somebody waits no more. Without anybody the scan goes on if there are not too many such already. */
    synchronized void leave() {
        waiting--;
        if (waiting > 0 || isLate || report.isDone()) {
            return;
        }
        isLate = late.tryAcquire();
        if (!isLate) {
            thread.interrupt();
        }
    }

    private synchronized void land() {
        if (isLate) {
            isLate = false;
            late.release();
        }
    }
}
