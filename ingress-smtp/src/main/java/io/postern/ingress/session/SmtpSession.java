package io.postern.ingress.session;

import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import io.postern.ingress.directory.Directory;
import io.postern.ingress.session.MailCommand.PathAndParameters;
import io.postern.ingress.session.MailCommand.Refused;
import io.postern.ingress.spool.Spool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One SMTP session: takes the client's bytes however they were cut, and says what is to be done. While it waits for a
 * decision it takes bytes but does not act on them. Not for use by several threads at once.
 */
public final class SmtpSession {

    private static final Reply OK = Reply.of(250, "2.0.0", "Ok");
    private static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Ok");
    private static final Reply GO_AHEAD = Reply.of(354, "", "End data with <CR><LF>.<CR><LF>");
    private static final Reply BYE = Reply.of(221, "2.0.0", "Bye");
    private static final Reply VERIFY =
            Reply.of(252, "2.1.5", "Cannot VRFY user, but will accept message and attempt delivery");
    private static final Reply TOO_LONG = Reply.of(500, "5.5.2", "Line too long");
    private static final Reply BARE_LF = Reply.of(500, "5.5.2", "Lines end in CRLF");
    private static final Reply UNKNOWN = Reply.of(500, "5.5.2", "Command unrecognized");
    private static final Reply NOT_IMPLEMENTED = Reply.of(502, "5.5.1", "Command not implemented");
    private static final Reply NO_ARGUMENT = Reply.of(501, "5.5.4", "No argument expected");
    private static final Reply HELO_SYNTAX = Reply.of(501, "5.5.4", "Syntax: EHLO hostname");
    private static final Reply RCPT_SYNTAX = Reply.of(501, "5.5.4", "Syntax: RCPT TO:<address>");
    private static final Reply GREET_FIRST = Reply.of(503, "5.5.1", "Error: send HELO or EHLO first");
    private static final Reply GREETED_TOO_OFTEN = Reply.of(503, "5.5.1", "Error: too many names");
    private static final Reply NESTED_MAIL = Reply.of(503, "5.5.1", "Error: nested MAIL command");
    private static final Reply NEED_MAIL = Reply.of(503, "5.5.1", "Error: need MAIL command");
    private static final Reply NEED_RCPT = Reply.of(503, "5.5.1", "Error: need RCPT command");
    private static final Reply NO_VALID_RCPT = Reply.of(554, "5.5.1", "Error: no valid recipients");
    private static final Reply TOO_MANY_RCPT = Reply.of(452, "4.5.3", "Too many recipients");
    private static final Reply SPOOL_FULL = Reply.of(452, "4.3.1", "Insufficient system storage");

    /** Each name is a question to the checks. */
    private static final int MAX_GREETINGS = 3;

    private final Session opened;
    private final SessionLimits limits;
    private final Directory directory;
    private final Supplier<String> mailIds;
    private final Supplier<Spool> spools;

    private final Input input = new Input();
    private final List<Effect> effects = new ArrayList<>();
    private @Nullable String helo;
    private boolean extended;
    private @Nullable Transaction transaction;
    private @Nullable String offeredRecipient;
    private @Nullable DataReader data;
    private boolean waiting;
    private boolean closed;
    private int greetings;
    private int errors;

    /**
     * @param opened the session as the connection opened it
     * @param mailIds makes the ids of mails
     * @param spools makes the spool of a mail
     */
    public SmtpSession(
            Session opened,
            SessionLimits limits,
            Directory directory,
            Supplier<String> mailIds,
            Supplier<Spool> spools) {
        this.opened = opened;
        this.limits = limits;
        this.directory = directory;
        this.mailIds = mailIds;
        this.spools = spools;
    }

    /** What to do when the client has connected. */
    public List<Effect> open() {
        send(Reply.of(220, "", opened.host() + " ESMTP Postern"));
        return drain();
    }

    /** What to do about these bytes. The array is the session's from here on. */
    public List<Effect> receive(byte[] bytes) {
        if (closed) {
            return List.of();
        }
        input.append(bytes);
        return proceed();
    }

    /**
     * Goes on after {@link Effect.OfferRecipient} or {@link Effect.OfferMail}.
     *
     * @param reply the decision
     */
    public List<Effect> resume(Reply reply) {
        if (!waiting) {
            throw new IllegalStateException("the session waits for nothing");
        }
        waiting = false;
        if (offeredRecipient != null) {
            if (reply.positive() && transaction != null) {
                transaction.add(offeredRecipient);
            }
            offeredRecipient = null;
        } else {
            transaction = null;
        }
        send(reply);
        return proceed();
    }

    /** Ends the session from our side, for example with 421. */
    public List<Effect> end(Reply reply) {
        send(reply);
        close();
        return drain();
    }

    /** The mail data could not be kept: refuse it at its end. */
    public void spoolFailed() {
        if (data != null) {
            data.refuse(SPOOL_FULL);
        }
    }

    /** Whether it waits for a decision; while it does, the client owes nothing. */
    public boolean waiting() {
        return waiting;
    }

    /** Whether it is reading mail data. */
    public boolean readingData() {
        return data != null;
    }

    /** The spool of the mail that is being read. */
    public @Nullable Spool spool() {
        return data == null ? null : data.spool();
    }

    /** The session as far as it has come. */
    public Session snapshot() {
        return new Session(
                opened.id(),
                opened.host(),
                opened.instance(),
                opened.listener(),
                opened.clientIp(),
                opened.clientPort(),
                opened.openedAt(),
                helo,
                helo == null ? null : extended ? "ESMTP" : "SMTP",
                null,
                null,
                false);
    }

    private List<Effect> proceed() {
        while (!waiting && !closed && !input.isEmpty()) {
            if (data != null) {
                input.feed(data);
                if (data.ended()) {
                    endOfData(data);
                }
            } else {
                Input.Line line = input.nextLine(limits.commandLine());
                if (line == null) {
                    break;
                }
                command(line);
            }
        }
        return drain();
    }

    private void command(Input.Line line) {
        switch (line.fault()) {
            case TOO_LONG -> refuse(TOO_LONG);
            case BARE_LF -> refuse(BARE_LF);
            case NONE -> command(line.text());
        }
    }

    private void command(String line) {
        int space = line.indexOf(' ');
        String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        String argument = space < 0 ? "" : line.substring(space + 1).strip();
        try {
            switch (verb) {
                case "EHLO" -> greet(argument, true);
                case "HELO" -> greet(argument, false);
                case "MAIL" -> mail(argument);
                case "RCPT" -> rcpt(argument);
                case "DATA" -> data(argument);
                case "RSET" -> reset(argument);
                case "NOOP" -> send(OK);
                case "VRFY" -> verify(argument);
                case "QUIT" -> quit(argument);
                case "EXPN", "HELP", "TURN", "ETRN" -> refuse(NOT_IMPLEMENTED);
                default -> refuse(UNKNOWN);
            }
        } catch (Refused e) {
            refuse(e.reply());
        }
    }

    private void greet(String name, boolean extended) {
        if (!name.matches("[\\x21-\\x7e]{1,255}")) {
            refuse(HELO_SYNTAX);
            return;
        }
        boolean renamed = !name.equals(helo);
        if (renamed && ++greetings > MAX_GREETINGS) {
            refuse(GREETED_TOO_OFTEN);
            return;
        }
        this.helo = name;
        this.extended = extended;
        drop();
        if (renamed) {
            effects.add(new Effect.Greeted(snapshot()));
        }
        send(new Reply(250, "", extended ? keywords() : List.of(opened.host())));
    }

    private List<String> keywords() {
        return List.of(opened.host(), "PIPELINING", "SIZE " + limits.messageSize(), "8BITMIME", "ENHANCEDSTATUSCODES");
    }

    private void mail(String argument) throws Refused {
        if (helo == null) {
            throw new Refused(GREET_FIRST);
        }
        if (transaction != null) {
            throw new Refused(NESTED_MAIL);
        }
        MailCommand mail = MailCommand.parse(argument);
        if (mail.size() > limits.messageSize()) {
            send(DataReader.TOO_BIG);
            return;
        }
        transaction = new Transaction(mailIds.get(), mail);
        send(SENDER_OK);
    }

    private void rcpt(String argument) throws Refused {
        if (transaction == null) {
            throw new Refused(NEED_MAIL);
        }
        PathAndParameters parts = PathAndParameters.parse("TO:", argument, RCPT_SYNTAX);
        if (!parts.parameters().isEmpty()) {
            throw new Refused(Reply.of(
                    555,
                    "5.5.4",
                    "Unsupported parameter: "
                            + parts.parameters().keySet().iterator().next()));
        }
        MailPath path = parts.path().isEmpty() ? null : MailPath.parse(parts.path());
        if (path == null) {
            throw new Refused(Reply.of(501, "5.1.3", "Bad recipient address syntax"));
        }
        if (transaction.accepted() >= limits.recipients()) {
            send(TOO_MANY_RCPT);
            return;
        }
        transaction.offer();
        offer(transaction, path);
    }

    private void offer(Transaction transaction, MailPath path) throws Refused {
        String address = path.address();
        switch (directory.find(path.local(), path.domain())) {
            case FOREIGN -> throw new Refused(Reply.of(550, "5.7.1", "<" + address + ">: Relay access denied"));
            case UNKNOWN ->
                throw new Refused(
                        Reply.of(550, "5.1.1", "<" + address + ">: Recipient address rejected: User unknown"));
            case FULL -> send(Reply.of(452, "4.2.2", "<" + address + ">: Mailbox full"));
            case LISTED -> {
                // As the directory spells it: one mailbox, however it was written, is one recipient.
                offeredRecipient = address.toLowerCase(Locale.ROOT);
                waiting = true;
                effects.add(new Effect.OfferRecipient(
                        new RecipientOffered(snapshot(), transaction.sender(), offeredRecipient), transaction));
            }
        }
    }

    private void data(String argument) throws Refused {
        if (!argument.isEmpty()) {
            throw new Refused(NO_ARGUMENT);
        }
        if (transaction == null) {
            throw new Refused(NEED_MAIL);
        }
        if (transaction.accepted() == 0) {
            throw new Refused(transaction.offered() == 0 ? NEED_RCPT : NO_VALID_RCPT);
        }
        data = new DataReader(spools.get(), limits.messageSize(), limits.textLine());
        send(GO_AHEAD);
    }

    private void endOfData(DataReader read) {
        data = null;
        Reply refusal = read.refusal();
        if (refusal != null) {
            read.spool().close();
            drop();
            send(refusal);
        } else if (transaction != null) {
            waiting = true;
            effects.add(new Effect.OfferMail(snapshot(), transaction, read.spool()));
        }
    }

    private void reset(String argument) throws Refused {
        if (!argument.isEmpty()) {
            throw new Refused(NO_ARGUMENT);
        }
        drop();
        send(OK);
    }

    private void verify(String argument) throws Refused {
        if (argument.isEmpty()) {
            throw new Refused(Reply.of(501, "5.5.4", "Syntax: VRFY address"));
        }
        send(VERIFY);
    }

    private void quit(String argument) throws Refused {
        if (!argument.isEmpty()) {
            throw new Refused(NO_ARGUMENT);
        }
        send(BYE);
        close();
    }

    private void drop() {
        if (transaction != null) {
            transaction = null;
            effects.add(new Effect.Dropped());
        }
    }

    /** Refuses a command; too many of these end the session. */
    private void refuse(Reply reply) {
        send(reply);
        if (++errors >= limits.errors()) {
            send(Reply.of(421, "4.7.0", opened.host() + " Error: too many errors"));
            close();
        }
    }

    private void send(Reply reply) {
        effects.add(new Effect.Send(reply));
    }

    private void close() {
        closed = true;
        effects.add(new Effect.Close());
    }

    private List<Effect> drain() {
        List<Effect> drained = List.copyOf(effects);
        effects.clear();
        return drained;
    }
}
