package io.postern.check.file;

import java.time.Duration;

/** Looks at something every so often, on a thread of its own. */
public final class Lookout implements AutoCloseable {

    private final Duration pause;
    private final Runnable look;
    private final Thread thread;

    /** @param look is expected to deal with whatever it meets: what it throws ends the watch */
    public Lookout(String name, Duration pause, Runnable look) {
        this.pause = pause;
        this.look = look;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(pause);
                look.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed, and the thread ends here
        }
    }
}
