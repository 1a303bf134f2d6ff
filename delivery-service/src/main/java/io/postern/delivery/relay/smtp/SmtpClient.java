package io.postern.delivery.relay.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** Opens connections: greeted, encrypted and logged in as the terms have it. */
public final class SmtpClient {

    private final String name;
    private final ScheduledExecutorService timer;
    private final SSLSocketFactory verifying;
    private final SSLSocketFactory trusting = AnyCertificate.sockets();

    /**
     * @param name ours, as we say it in EHLO
     * @param trust whose certificates count where TLS is required
     * @param timer ends what takes too long
     */
    public SmtpClient(String name, SSLContext trust, ScheduledExecutorService timer) {
        if (!name.matches("[A-Za-z0-9._-]{1,255}|\\[[0-9A-Za-z:.]{2,60}]")) {
            throw new IllegalArgumentException("not the name of a host: " + name);
        }
        this.name = name;
        this.timer = timer;
        this.verifying = trust.getSocketFactory();
    }

    /**
     * Opens a connection. Where TLS is only wished for, a handshake that fails is followed by another connection, in clear.
     *
     * @param stranger whether others told us to go there: one that greets us with our own name is then ourselves
     * @throws Broken if there is none over which a mail could be sent
     */
    public Session open(Peer peer, Terms terms, Deadline deadline, boolean stranger) throws Broken {
        Session session;
        try {
            // Whoever is silent in the handshake must leave time to do without.
            Deadline first = terms.tls() == Tls.OPPORTUNISTIC ? deadline.half() : deadline;
            session = begin(peer, terms, first, terms.tls() != Tls.NONE);
        } catch (Broken e) {
            if (terms.tls() != Tls.OPPORTUNISTIC || e.why().step() != Step.TLS || deadline.over()) {
                throw e;
            }
            session = begin(peer, terms, deadline, false);
        }
        if (stranger && session.greetedBy().equalsIgnoreCase(name)) {
            session.quit();
            throw new Broken(
                    Cause.found(Step.GREETING, Fault.DESTINATION, 554, "5.4.6", "mail loops back to this host", peer));
        }
        return session;
    }

    private Session begin(Peer peer, Terms terms, Deadline deadline, boolean encrypt) throws Broken {
        Wire wire = connect(peer, terms, deadline);
        try {
            Session session = greet(new Dialogue(peer, wire, terms.limits()), terms, encrypt);
            wire = null;
            return session;
        } finally {
            if (wire != null) {
                wire.close();
            }
        }
    }

    private Wire connect(Peer peer, Terms terms, Deadline deadline) throws Broken {
        InetAddress to = peer.address() instanceof InetSocketAddress internet ? internet.getAddress() : null;
        try {
            return Wire.open(peer.address(), to == null ? null : terms.source(to), timer, terms.limits(), deadline);
        } catch (IOException e) {
            throw Dialogue.broken(peer, Step.CONNECT, e);
        }
    }

    private Session greet(Dialogue dialogue, Terms terms, boolean encrypt) throws Broken {
        if (terms.tls() == Tls.IMPLICIT) {
            handshake(dialogue, terms);
        }
        Reply greeting = dialogue.hear(Step.GREETING);
        if (!greeting.positive()) {
            throw dialogue.spoken(Step.GREETING, greeting);
        }
        Extensions extensions = hello(dialogue, Step.HELLO);
        if (encrypt && terms.tls() != Tls.IMPLICIT && startTls(dialogue, terms, extensions)) {
            extensions = hello(dialogue, Step.TLS);
        }
        if (terms.login() != null) {
            Login.as(terms.login(), dialogue, extensions, terms.tls() == Tls.NONE);
        }
        return new Session(dialogue, terms, extensions, greeting);
    }

    /** Who does not know EHLO knows HELO (RFC 5321 section 3.2); there is nothing of the kind in LMTP. */
    private Extensions hello(Dialogue dialogue, Step step) throws Broken {
        boolean lmtp = dialogue.peer().lmtp();
        dialogue.say(step, (lmtp ? "LHLO " : "EHLO ") + name);
        ReplyReader.Lines lines = dialogue.hearLines(step);
        Reply reply = Reply.of(lines);
        if (reply.positive()) {
            return Extensions.of(lines.texts());
        }
        if (lmtp || !reply.permanent()) {
            throw dialogue.spoken(Step.HELLO, reply);
        }
        Reply old = dialogue.ask(step, "HELO " + name);
        if (!old.positive()) {
            throw dialogue.spoken(Step.HELLO, old);
        }
        return Extensions.NONE;
    }

    /** @return whether the connection is encrypted now */
    private boolean startTls(Dialogue dialogue, Terms terms, Extensions extensions) throws Broken {
        boolean required = terms.tls().verified();
        if (!extensions.has(Extensions.START_TLS)) {
            if (required) {
                throw dialogue.found(Step.TLS, "4.7.4", "TLS is required, but not offered");
            }
            return false;
        }
        Reply reply = dialogue.ask(Step.TLS, "STARTTLS");
        if (!reply.positive()) {
            if (required) {
                throw dialogue.spoken(Step.TLS, reply);
            }
            return false;
        }
        if (dialogue.wire().ahead()) {
            // Put there by somebody between us, to be taken for what the server says under TLS.
            throw dialogue.found(Step.TLS, "4.7.5", "more was said in clear after the answer to STARTTLS");
        }
        handshake(dialogue, terms);
        return true;
    }

    private void handshake(Dialogue dialogue, Terms terms) throws Broken {
        Peer peer = dialogue.peer();
        boolean verified = terms.tls().verified();
        int port = peer.address() instanceof InetSocketAddress internet ? internet.getPort() : 0;
        try {
            dialogue.wire()
                    .encrypt(
                            verified ? verifying : trusting,
                            peer.name(),
                            port,
                            verified,
                            terms.limits().command());
        } catch (IOException e) {
            throw dialogue.broken(Step.TLS, e);
        }
    }
}
