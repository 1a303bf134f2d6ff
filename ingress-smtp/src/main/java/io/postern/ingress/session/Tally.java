package io.postern.ingress.session;

/** What a session has done so far, held against its bounds. */
final class Tally {

    private final SessionLimits limits;
    private int commands;
    private int mails;
    private int accepted;
    private int greetings;
    private int junk;
    private int errors;

    Tally(SessionLimits limits) {
        this.limits = limits;
    }

    void command() {
        commands++;
    }

    int commands() {
        return commands;
    }

    /** Another mail is begun. @return whether it is one too many */
    boolean tooManyMails() {
        return ++mails > limits.mails();
    }

    /** A mail was accepted: the client is worth being listened to. */
    void accepted() {
        accepted++;
        junk = 0;
        errors = 0;
    }

    /** Another name is given. @return whether it is one too many: each is a question to the checks */
    boolean tooManyGreetings() {
        return ++greetings > SessionLimits.GREETINGS;
    }

    /** Somebody else speaks. */
    void reopened() {
        greetings = 0;
    }

    /** A command moved nothing. @return whether that counts as wrong by now */
    boolean tooMuchJunk() {
        return ++junk > limits.junk();
    }

    /** A command was wrong. @return whether it was the last one we listened to */
    boolean tooManyErrors() {
        return ++errors >= limits.errors();
    }

    @Override
    public String toString() {
        return "commands=" + commands + " errors=" + errors + " mails=" + mails + " accepted=" + accepted;
    }
}
