package io.postern.delivery.relay.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An open connection, ready for mail: one mail after the other. Not for several threads at once. */
public final class Session implements AutoCloseable {

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Dialogue dialogue;
    private final Terms terms;
    private final Extensions extensions;
    private final Reply greeting;
    private final long opened = System.nanoTime();
    private int mails;
    private boolean usable = true;

    Session(Dialogue dialogue, Terms terms, Extensions extensions, Reply greeting) {
        this.dialogue = dialogue;
        this.terms = terms;
        this.extensions = extensions;
        this.greeting = greeting;
    }

    Dialogue dialogue() {
        return dialogue;
    }

    Terms terms() {
        return terms;
    }

    Extensions extensions() {
        return extensions;
    }

    public Peer peer() {
        return dialogue.peer();
    }

    /** The name by which the host greeted us. */
    public String greetedBy() {
        return greeting.text().split(" ", 2)[0];
    }

    /** How many mails went over it, or were to. */
    public int mails() {
        return mails;
    }

    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - opened);
    }

    /** Whether another mail may go over it. */
    public boolean usable() {
        return usable && !dialogue.wire().ahead();
    }

    /**
     * Sends a mail, in one transaction.
     *
     * @param receivers at most as many as the terms allow
     * @return what came of it for each
     * @throws Stale if this is not the first mail, and the peer had closed the connection before
     */
    public Map<Receiver, Outcome> send(
            Message message, Inspection inspection, List<Receiver> receivers, Deadline deadline) throws Stale {
        dialogue.wire().until(deadline);
        Transaction transaction = new Transaction(this, message, inspection);
        boolean done = false;
        try {
            Map<Receiver, Outcome> outcomes = transaction.run(receivers);
            done = transaction.ended();
            return outcomes;
        } finally {
            mails++;
            if (!done) {
                usable = false;
                close();
            }
        }
    }

    /** Says QUIT and closes; the answer is not waited for. */
    public void quit() {
        Wire wire = dialogue.wire();
        wire.until(Deadline.in(FAREWELL));
        try {
            dialogue.say(Step.END, "QUIT");
            wire.flush();
            wire.leave(FAREWELL);
        } catch (IOException e) {
            // It is gone already.
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        usable = false;
        dialogue.wire().close();
    }
}
