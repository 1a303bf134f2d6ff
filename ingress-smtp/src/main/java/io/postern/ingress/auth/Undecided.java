package io.postern.ingress.auth;

import io.postern.ingress.session.Reply;

/** Whether a password is right cannot be told now; that is not the client's fault. */
final class Undecided extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Reply reply;

    private Undecided(Reply reply) {
        super(reply.cause(), null, false, false);
        this.reply = reply;
    }

    /** Who could tell cannot. */
    static Undecided failed() {
        return new Undecided(Attempt.UNAVAILABLE);
    }

    /** Others are asking, and too many. */
    static Undecided busy() {
        return new Undecided(Attempt.BUSY);
    }

    Reply reply() {
        return reply;
    }
}
