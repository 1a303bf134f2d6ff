package io.postern.delivery.relay.smtp;

import org.jspecify.annotations.Nullable;

/**
 * Why a mail was not delivered.
 *
 * @param step at which it ended
 * @param fault whose it is
 * @param reply what the peer said, or what we say in place of it
 * @param spoken whether the peer said it
 * @param host to whom we spoke, {@code name[address]:port}; {@code null} if to nobody
 * @param uncertain whether the peer may have taken the mail all the same: all of it was sent, but no answer came. If it is
 *     sent again, the recipient may get it twice
 */
public record Cause(
        Step step,
        Fault fault,
        Reply reply,
        boolean spoken,
        @Nullable String host,
        boolean uncertain) {

    /** What a peer said. */
    static Cause spoken(Step step, Fault fault, Reply reply, Peer peer) {
        return new Cause(step, fault, reply, true, peer.toString(), false);
    }

    /** What we found out. */
    static Cause found(Step step, Fault fault, int code, String enhanced, String text, Peer peer) {
        return new Cause(step, fault, new Reply(code, enhanced, Reply.clean(text)), false, peer.toString(), false);
    }

    /** What we know without having spoken to anybody. */
    public static Cause known(Step step, Fault fault, int code, String enhanced, String text) {
        return new Cause(step, fault, new Reply(code, enhanced, Reply.clean(text)), false, null, false);
    }

    /** The same, if it is somebody else's. */
    public Cause of(Fault other) {
        return new Cause(step, other, reply, spoken, host, uncertain);
    }

    Cause asUncertain() {
        return new Cause(step, fault, reply, spoken, host, true);
    }
}
