package io.postern.ingress.session;

/** A command was refused as wrong; carries the reply. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    Refused(Reply reply) {
        super(reply.text(), null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
