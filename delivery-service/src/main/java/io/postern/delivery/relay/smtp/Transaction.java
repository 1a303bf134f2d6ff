package io.postern.delivery.relay.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mail over one connection (RFC 5321 section 3.3). No byte of the content leaves before a recipient is accepted, and what
 * ends it leaves only when the content has come whole: a mail that breaks off is none.
 */
final class Transaction {

    private static final int BUSY = 451;
    private static final int TOO_MUCH = 552;

    private final Session session;
    private final Dialogue dialogue;
    private final Extensions offers;
    private final Message message;
    private final Commands commands;
    private final Map<Receiver, Outcome> outcomes = new LinkedHashMap<>();
    private final List<Receiver> accepted = new ArrayList<>();
    private boolean begun;
    private boolean ended;

    Transaction(Session session, Message message, Inspection inspection) {
        this.session = session;
        this.dialogue = session.dialogue();
        this.offers = session.extensions();
        this.message = message;
        this.commands = new Commands(offers, message, inspection);
    }

    /** Whether the peer knows it as over, so that another may begin. */
    boolean ended() {
        return ended;
    }

    Map<Receiver, Outcome> run(List<Receiver> receivers) throws Stale {
        try {
            List<Receiver> possible = possible(receivers);
            if (possible.isEmpty()) {
                ended = true;
            } else {
                converse(possible);
            }
        } catch (Broken e) {
            if (!begun && session.mails() > 0) {
                throw new Stale(e);
            }
            fail(receivers, e.why());
        } catch (IOException e) {
            fail(receivers, unreadable(String.valueOf(e.getMessage())));
        }
        return outcomes;
    }

    private List<Receiver> possible(List<Receiver> receivers) throws IOException {
        Reply never = commands.objection();
        if (never != null) {
            fail(receivers, found(Fault.MESSAGE, never));
            return List.of();
        }
        for (Receiver receiver : receivers) {
            Reply not = commands.objection(receiver);
            if (not != null) {
                fail(List.of(receiver), found(Fault.RECIPIENT, not));
            }
        }
        return receivers.stream()
                .filter(receiver -> !outcomes.containsKey(receiver))
                .toList();
    }

    private void converse(List<Receiver> receivers) throws IOException {
        dialogue.say(Step.MAIL, commands.mail(receivers));
        Reply data = offers.has(Extensions.PIPELINING) ? pipelined(receivers) : stepwise(receivers);
        if (accepted.isEmpty()) {
            abandon(data);
        } else if (data != null && !data.intermediate()) {
            refuse(accepted, Step.DATA, ofSystem(data) ? Fault.DESTINATION : Fault.MESSAGE, data);
            abandon(data);
        } else {
            send();
        }
    }

    private boolean chunking() {
        return offers.has(Extensions.CHUNKING);
    }

    /** All in one packet (RFC 2920). @return the answer to DATA */
    private @Nullable Reply pipelined(List<Receiver> receivers) throws Broken {
        for (Receiver receiver : receivers) {
            dialogue.say(Step.RCPT, commands.rcpt(receiver));
        }
        if (!chunking()) {
            dialogue.say(Step.DATA, "DATA");
        }
        boolean begins = begins(receivers);
        for (Receiver receiver : receivers) {
            Reply reply = dialogue.hear(Step.RCPT);
            if (begins) {
                answered(receiver, reply);
            }
        }
        return chunking() ? null : dialogue.hear(Step.DATA);
    }

    private @Nullable Reply stepwise(List<Receiver> receivers) throws Broken {
        if (!begins(receivers)) {
            return null;
        }
        for (Receiver receiver : receivers) {
            answered(receiver, dialogue.ask(Step.RCPT, commands.rcpt(receiver)));
        }
        return chunking() || accepted.isEmpty() ? null : dialogue.ask(Step.DATA, "DATA");
    }

    /** Hears the answer to MAIL. */
    private boolean begins(List<Receiver> receivers) throws Broken {
        Reply reply = dialogue.hear(Step.MAIL);
        begun = true;
        if (!reply.positive()) {
            refuse(receivers, Step.MAIL, ofSystem(reply) ? Fault.DESTINATION : Fault.MESSAGE, reply);
        }
        return reply.positive();
    }

    /** Whether it speaks of the mail system, not of this mail (RFC 3463 section 3.4 and 3.5). */
    private static boolean ofSystem(Reply reply) {
        return reply.enhanced().matches("4\\.([34]\\.\\d+|0\\.0)");
    }

    private void answered(Receiver receiver, Reply reply) throws Broken {
        if (reply.positive()) {
            accepted.add(receiver);
        } else {
            refuse(List.of(receiver), Step.RCPT, Fault.RECIPIENT, tooMany(reply));
        }
    }

    /** An old way to say that these are enough for now (RFC 5321 section 4.5.3.1.10). */
    private static Reply tooMany(Reply reply) {
        boolean tooMany = reply.code() == TOO_MUCH && reply.enhanced().matches("5\\.(5\\.3|0\\.0)");
        return tooMany ? new Reply(452, "4.5.3", reply.text()) : reply;
    }

    /** Takes back what has begun. Where the server waits for content now, only the end of the connection does. */
    private void abandon(@Nullable Reply data) throws Broken {
        if (data == null || !data.intermediate()) {
            ended = dialogue.ask(Step.MAIL, "RSET").positive();
        }
    }

    private void send() throws IOException {
        Chunks chunks = chunking() ? new Chunks(dialogue, message.size(), offers.has(Extensions.PIPELINING)) : null;
        DotStuffing dots = chunks == null ? new DotStuffing(dialogue.wire().out()) : null;
        try {
            if (chunks != null) {
                write(new CleanLines(chunks));
                chunks.end();
            } else if (dots != null) {
                write(new CleanLines(dots));
                dots.end();
            }
        } catch (IOException e) {
            brokeOff(chunks == null ? null : chunks.refusal(), e);
            return;
        }
        conclude();
    }

    private void write(CleanLines lines) throws IOException {
        message.content().writeTo(lines);
        if (lines.taken() != message.size()) {
            throw new IOException("the content has " + lines.taken() + " bytes of " + message.size());
        }
        lines.end();
    }

    /** The server had enough, or the connection failed, or else it was the content. */
    private void brokeOff(@Nullable Reply refusal, IOException e) throws IOException {
        boolean peer = e instanceof Broken || dialogue.wire().broken();
        Reply reply = refusal == null && peer ? dialogue.lastWords() : refusal;
        if (reply != null && !reply.positive()) {
            refuse(accepted, Step.CONTENT, reply.closing() ? Fault.DESTINATION : Fault.MESSAGE, reply);
            return;
        }
        throw peer ? dialogue.broken(Step.CONTENT, e) : e;
    }

    /** With LMTP there is an answer for each that was accepted (RFC 2033 section 4.2). */
    private void conclude() throws Broken {
        try {
            if (dialogue.peer().lmtp()) {
                for (Receiver receiver : accepted) {
                    concluded(List.of(receiver), dialogue.hear(Step.END));
                }
            } else {
                concluded(accepted, dialogue.hear(Step.END));
            }
            ended = true;
        } catch (Broken e) {
            Reply before = e.why().spoken() ? null : dialogue.lastWords();
            if (before != null && !before.positive()) {
                concluded(accepted, before);
            } else {
                fail(accepted, e.why().spoken() ? e.why() : e.why().asUncertain());
            }
        }
    }

    private void concluded(List<Receiver> receivers, Reply reply) throws Broken {
        if (reply.positive()) {
            String tls = dialogue.wire().tlsVersion();
            boolean notifies = offers.has(Extensions.DSN);
            for (Receiver receiver : receivers) {
                outcomes.putIfAbsent(
                        receiver, new Outcome.Delivered(reply, dialogue.peer().toString(), tls, notifies));
            }
        } else {
            Fault fault = dialogue.peer().lmtp() ? Fault.RECIPIENT : Fault.MESSAGE;
            refuse(receivers, Step.END, reply.closing() ? Fault.DESTINATION : fault, reply);
        }
    }

    private void refuse(List<Receiver> receivers, Step step, Fault fault, Reply reply) throws Broken {
        if (reply.positive() || reply.intermediate()) {
            throw dialogue.broken(step, new Gibberish("a reply that has no place here"));
        }
        fail(receivers, Cause.spoken(step, fault, reply, dialogue.peer()));
    }

    private void fail(List<Receiver> receivers, Cause cause) {
        for (Receiver receiver : receivers) {
            outcomes.putIfAbsent(receiver, Outcome.failed(cause));
        }
    }

    private Cause found(Fault fault, Reply reply) {
        return Cause.found(Step.MAIL, fault, reply.code(), reply.enhanced(), reply.text(), dialogue.peer());
    }

    private Cause unreadable(String why) {
        return Cause.found(
                Step.CONTENT, Fault.OURS, BUSY, "4.3.0", "the content cannot be read: " + why, dialogue.peer());
    }
}
