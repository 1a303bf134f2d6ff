package io.postern.ingress.auth;

/** A mechanism as the session sees it: whatever the client sends, there is an answer, and one line of the log. */
final class Exchange implements SaslExchange {

    private final Attempt attempt;
    private final Mechanism mechanism;
    private volatile boolean open = true;

    Exchange(Attempt attempt, Mechanism mechanism) {
        this.attempt = attempt;
        this.mechanism = mechanism;
    }

    @Override
    public boolean serverFirst() {
        return mechanism.serverFirst();
    }

    @Override
    public Step respond(byte[] response) {
        // Who is gone meanwhile has not given up: the answer was on its way.
        open = false;
        Step step = answer(response);
        open = step instanceof Step.Challenge;
        return step;
    }

    private Step answer(byte[] response) {
        try {
            return mechanism.respond(response);
        } catch (Malformed e) {
            return attempt.malformed();
        } catch (Throwable e) {
            // A bug, no memory, the end of the process: whatever it is, the client gets an answer.
            return attempt.broken(e);
        }
    }

    @Override
    public void abandoned() {
        if (open) {
            open = false;
            attempt.aborted();
        }
    }
}
