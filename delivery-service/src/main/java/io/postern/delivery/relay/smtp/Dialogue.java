package io.postern.delivery.relay.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Command and reply with one peer. Whatever goes wrong with the connection comes out as {@link Broken}. */
final class Dialogue {

    private static final int BUSY = 451;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Peer peer;
    private final Wire wire;
    private final TimeLimits limits;

    Dialogue(Peer peer, Wire wire, TimeLimits limits) {
        this.peer = peer;
        this.wire = wire;
        this.limits = limits;
    }

    Peer peer() {
        return peer;
    }

    Wire wire() {
        return wire;
    }

    /** Sends a command, at the latest when the reply is waited for. */
    void say(Step step, String command) throws Broken {
        byte[] line = (command + "\r\n").getBytes(UTF_8);
        try {
            wire.out().write(line);
        } catch (IOException e) {
            throw broken(step, e);
        }
    }

    ReplyReader.Lines hearLines(Step step) throws Broken {
        try {
            wire.flush();
            ReplyReader.Lines lines = wire.read(limit(step));
            Reply reply = Reply.of(lines);
            if (reply.closing()) {
                throw new Broken(Cause.spoken(step, Fault.DESTINATION, reply, peer));
            }
            return lines;
        } catch (Broken e) {
            throw e;
        } catch (IOException e) {
            throw broken(step, e);
        }
    }

    Reply hear(Step step) throws Broken {
        return Reply.of(hearLines(step));
    }

    Reply ask(Step step, String command) throws Broken {
        say(step, command);
        return hear(step);
    }

    /** What the peer said before it heard no more; {@code null} if nothing. */
    @Nullable
    Reply lastWords() {
        if (!wire.shutOut()) {
            return null;
        }
        try {
            return Reply.of(wire.read(LAST_WORDS));
        } catch (IOException e) {
            return null;
        }
    }

    private Duration limit(Step step) {
        return switch (step) {
            case GREETING -> limits.greeting();
            case DATA -> limits.data();
            case CONTENT -> limits.block();
            case END -> limits.end();
            default -> limits.command();
        };
    }

    /** That we do not go on with this peer. */
    Broken found(Step step, String enhanced, String text) {
        return new Broken(Cause.found(step, Fault.DESTINATION, BUSY, enhanced, text, peer));
    }

    /** That we do not go on with this peer because of what it said. */
    Broken spoken(Step step, Reply reply) {
        return new Broken(Cause.spoken(step, Fault.DESTINATION, reply, peer));
    }

    Broken broken(Step step, IOException e) {
        return broken(peer, step, e);
    }

    static Broken broken(Peer peer, Step step, IOException e) {
        if (e instanceof Broken broken) {
            return broken;
        }
        String when = " at " + step;
        String lost = step == Step.CONNECT ? "4.4.1" : "4.4.2";
        Cause cause =
                switch (e) {
                    case TimeIsUp late -> found(peer, step, lost, "no answer in time" + when);
                    case EOFException gone -> found(peer, step, lost, "connection closed by the host" + when);
                    case Gibberish senseless ->
                        found(peer, step, "4.5.0", "protocol error" + when + ": " + senseless.getMessage());
                    case SSLException tls -> found(peer, step, "4.7.5", "TLS failed: " + tls.getMessage());
                    case ClosedByInterruptException stopped ->
                        Cause.found(step, Fault.OURS, BUSY, "4.3.2", "interrupted" + when, peer);
                    default -> found(peer, step, lost, "connection failed" + when + ": " + said(e));
                };
        return new Broken(cause);
    }

    private static Cause found(Peer peer, Step step, String enhanced, String text) {
        return Cause.found(step, Fault.DESTINATION, BUSY, enhanced, text, peer);
    }

    private static String said(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
