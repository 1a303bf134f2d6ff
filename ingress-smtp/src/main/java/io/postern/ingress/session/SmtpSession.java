package io.postern.ingress.session;

import io.postern.contract.Envelope;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import io.postern.ingress.directory.Directory.Place;
import io.postern.ingress.spool.Spool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One SMTP session: takes the client's bytes however they were cut, and says what is to be done. While it waits for a
 * decision it takes bytes but does not act on them. Not for use by several threads at once.
 *
 * <p>Long because it has a handler for each command, and they share the state; what can be told apart is elsewhere:
 * {@link Client}, {@link Content}, {@link Tally}, and the commands' arguments.
 */
public final class SmtpSession {

    /** A line of an authentication exchange, RFC 4954 section 4. */
    private static final int MAX_AUTH_LINE = 12288;

    /** After these the client has to wait for the reply (RFC 2920 section 3.1, and their own RFCs). */
    private static final Set<String> LAST_OF_GROUP = Set.of(
            "EHLO", "HELO", "DATA", "VRFY", "EXPN", "HELP", "NOOP", "STARTTLS", "AUTH", "XCLIENT", "TURN", "ETRN");

    /** Said by something that believes to speak with another protocol's server, perhaps made to by a web page. */
    private static final Set<String> OTHER_PROTOCOLS =
            Set.of("GET", "POST", "PUT", "HEAD", "CONNECT", "OPTIONS", "HOST:", "USER-AGENT:");

    /** Whose turn it is, and with what. */
    private enum Turn {
        /** Ours: the banner is held back. */
        BANNER,
        COMMAND,
        CONTENT,
        /** The client's answer to a challenge. */
        RESPONSE,
        /** Somebody else's: a recipient, a mail or a login is decided on. */
        DECISION,
        HANDSHAKE,
        CLOSED
    }

    private final House house;
    private final SessionLimits limits;
    private final boolean xclient;
    private final Client client;
    private final Tally tally;
    private final Content content;
    private final Input input = new Input();
    private final List<Effect> effects = new ArrayList<>();
    private Turn turn = Turn.BANNER;
    private @Nullable Transaction transaction;
    private Envelope.@Nullable Recipient offered;

    /**
     * @param opened the session as the connection opened it
     * @param rulesOf what a client of an address may do
     */
    public SmtpSession(Session opened, House house, Function<String, Rules> rulesOf) {
        this.house = house;
        this.limits = house.limits();
        this.client = new Client(opened, rulesOf);
        this.xclient = client.rules().xclient();
        this.tally = new Tally(limits);
        this.content = new Content(limits);
    }

    /** The connection was encrypted before it opened, or is since {@link Effect.StartTls}. */
    public List<Effect> encrypted(Session.Tls tls) {
        client.encrypted(tls);
        if (turn == Turn.HANDSHAKE) {
            turn = Turn.COMMAND;
        }
        return proceed();
    }

    /** What to do when the client has been given the time to show that it cannot wait. */
    public List<Effect> open() {
        if (turn == Turn.BANNER) {
            turn = Turn.COMMAND;
            banner();
        }
        return proceed();
    }

    private void banner() {
        send(Reply.of(220, "", client.host() + " ESMTP Postern"));
    }

    /** What to do about these bytes. The array is the session's from here on. */
    public List<Effect> receive(byte[] bytes) {
        switch (turn) {
            case CLOSED -> {}
            case BANNER -> outOfStep(Replies.EARLY_TALKER);
            // It came in clear behind STARTTLS; whoever sent it must not be heard as the one who is encrypted.
            case HANDSHAKE -> close();
            default -> input.append(bytes);
        }
        return proceed();
    }

    /**
     * Goes on after {@link Effect.OfferRecipient} or {@link Effect.OfferMail}.
     *
     * @param reply the decision
     */
    public List<Effect> resume(Reply reply) {
        decided();
        Transaction current = transaction;
        if (offered != null && current != null) {
            if (reply.positive()) {
                current.add(offered);
            }
            offered = null;
        } else {
            transaction = null;
            if (reply.positive()) {
                tally.accepted();
            }
        }
        say(reply);
        if (!reply.positive()) {
            junk();
        }
        return proceed();
    }

    /** The client has to answer this, {@link Effect.ContinueAuth} follows. */
    public List<Effect> challenge(byte[] bytes) {
        decided();
        turn = Turn.RESPONSE;
        send(Reply.of(334, "", Base64.getEncoder().encodeToString(bytes)));
        return proceed();
    }

    /** The exchange has ended well. */
    public List<Effect> authenticated(String name) {
        decided();
        client.authenticated(name);
        send(Replies.AUTHENTICATED);
        return proceed();
    }

    /** The exchange has ended, and not well. */
    public List<Effect> notAuthenticated(Reply reply) {
        decided();
        if (reply.code() < 500) {
            idle(reply);
        } else {
            refuse(reply);
        }
        return proceed();
    }

    private void decided() {
        if (turn != Turn.DECISION) {
            throw new IllegalStateException("nothing is to be decided, it is the turn of " + turn);
        }
        turn = Turn.COMMAND;
    }

    /** Ends the session from our side, for example with 421. */
    public List<Effect> end(Reply reply) {
        if (turn != Turn.CLOSED) {
            send(reply);
            close();
        }
        return drain();
    }

    /** The mail data could not be kept: refuse it at its end. */
    public void spoolFailed() {
        content.lost();
    }

    /** Whether it waits for a decision; while it does, the client owes nothing. */
    public boolean waiting() {
        return turn == Turn.DECISION;
    }

    /** Whether it is reading mail data. */
    public boolean readingData() {
        return turn == Turn.CONTENT;
    }

    /** The spool of the mail that is being read. */
    public @Nullable Spool spool() {
        return content.spool();
    }

    /** How many bytes of the mail at hand have been read, 0 if there is none. */
    public long dataRead() {
        return content.octets();
    }

    /** How many commands there were, the lines of authentication exchanges among them. */
    public int commands() {
        return tally.commands();
    }

    /** How long the banner is to be held back. */
    public Duration greetingDelay() {
        return client.rules().greetingDelay();
    }

    /** What became of it, for the log. */
    public String summary() {
        return tally.toString();
    }

    /** The sender of the mail at hand, {@code null} if there is none. */
    public @Nullable String sender() {
        return transaction == null ? null : transaction.sender();
    }

    /** The session as far as it has come. */
    public Session snapshot() {
        return client.snapshot(transaction != null && transaction.smtpUtf8());
    }

    private List<Effect> proceed() {
        boolean more = true;
        while (more) {
            more = switch (turn) {
                case COMMAND, RESPONSE -> line();
                case CONTENT -> content();
                case BANNER, DECISION, HANDSHAKE, CLOSED -> false;
            };
        }
        return drain();
    }

    /** @return whether there was a whole line */
    private boolean line() {
        Input.Line line = input.nextLine(authLine() ? MAX_AUTH_LINE : limits.commandLine());
        if (line == null) {
            return false;
        }
        tally.command();
        try {
            switch (line.fault()) {
                case TOO_LONG -> throw new Refused(Replies.LINE_TOO_LONG);
                case BARE_LF -> throw new Refused(Replies.BARE_LF);
                case BARE_CR -> throw new Refused(Replies.BARE_CR);
                case NONE -> said(line.text());
            }
        } catch (Refused e) {
            if (turn == Turn.RESPONSE) {
                turn = Turn.COMMAND;
                effects.add(new Effect.AbandonAuth());
            }
            refuse(e.reply());
        }
        return true;
    }

    private boolean authLine() {
        return turn == Turn.RESPONSE || (transaction == null && input.begins("AUTH ") && mayAuthenticate());
    }

    private void said(String line) throws Refused {
        if (turn == Turn.RESPONSE) {
            response(line);
            return;
        }
        int space = line.indexOf(' ');
        String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        String argument = space < 0 ? "" : line.substring(space + 1).strip();
        boolean alone = LAST_OF_GROUP.contains(verb) || (!client.extended() && !verb.equals("QUIT"));
        if (OTHER_PROTOCOLS.contains(verb)) {
            send(Replies.enough(client.host(), "this is an SMTP server", "other-protocol"));
        } else if (alone && !input.isEmpty()) {
            outOfStep(Replies.PIPELINED);
        } else {
            command(verb, argument);
        }
    }

    private void command(String verb, String argument) throws Refused {
        switch (verb) {
            case "EHLO" -> greet(argument, true);
            case "HELO" -> greet(argument, false);
            case "STARTTLS" -> startTls(argument);
            case "AUTH" -> auth(argument);
            case "MAIL" -> mail(argument);
            case "RCPT" -> rcpt(argument);
            case "DATA" -> data(argument);
            case "BDAT" -> bdat(argument);
            case "RSET" -> reset(argument);
            case "NOOP" -> idle(Replies.OK);
            case "HELP" -> idle(Replies.HELP);
            case "VRFY" -> verify(argument);
            case "QUIT" -> quit(argument);
            case "XCLIENT" -> xclient(argument);
            case "EXPN", "TURN", "ETRN" -> throw new Refused(Replies.NOT_IMPLEMENTED);
            default -> throw new Refused(Replies.UNKNOWN);
        }
    }

    private void greet(String name, boolean extended) throws Refused {
        if (!name.matches("[\\x21-\\x7e]{1,255}")) {
            throw new Refused(Replies.HELO_SYNTAX);
        }
        boolean renamed = !name.equals(client.helo());
        if (renamed && tally.tooManyGreetings()) {
            throw new Refused(Replies.GREETED_TOO_OFTEN);
        }
        client.greeted(name, extended);
        drop();
        if (renamed) {
            effects.add(new Effect.Greeted(snapshot()));
        }
        idle(new Reply(250, "", extended ? keywords() : List.of(client.host())));
    }

    private List<String> keywords() {
        List<String> keywords = new ArrayList<>(List.of(
                client.host(),
                "PIPELINING",
                "SIZE " + limits.messageSize(),
                "8BITMIME",
                "SMTPUTF8",
                "ENHANCEDSTATUSCODES",
                "CHUNKING",
                "DSN",
                "LIMITS MAILMAX=" + limits.mails() + " RCPTMAX=" + limits.recipients()));
        if (client.rules().startTls() && !client.encrypted()) {
            keywords.add("STARTTLS");
        }
        if (mayAuthenticate()) {
            keywords.add("AUTH " + String.join(" ", house.mechanisms().get()));
        }
        if (xclient) {
            keywords.add("XCLIENT " + XclientCommand.KEYWORDS);
        }
        return keywords;
    }

    private void startTls(String argument) throws Refused {
        if (client.encrypted()) {
            throw new Refused(Replies.TLS_ACTIVE);
        }
        if (!client.rules().startTls()) {
            throw new Refused(Replies.NOT_IMPLEMENTED);
        }
        none(argument);
        send(Replies.READY_FOR_TLS);
        drop();
        client.forget();
        turn = Turn.HANDSHAKE;
        effects.add(new Effect.StartTls());
    }

    private boolean mayAuthenticate() {
        return client.rules().auth()
                && client.user() == null
                && (client.encrypted()
                        || (client.rules().clearAuth() && !client.rules().tlsRequired()))
                && !house.mechanisms().get().isEmpty();
    }

    private void auth(String argument) throws Refused {
        if (!client.extended()) {
            throw new Refused(Replies.GREET_FIRST);
        }
        if (client.user() != null) {
            throw new Refused(Replies.AUTH_DONE);
        }
        if (transaction != null) {
            throw new Refused(Replies.IN_TRANSACTION);
        }
        if (!mayAuthenticate()) {
            boolean tlsFirst = client.rules().auth()
                    && !client.encrypted()
                    && (client.rules().startTls() || client.rules().tlsRequired());
            throw new Refused(tlsFirst ? Replies.TLS_FIRST : Replies.NO_AUTH);
        }
        AuthCommand auth = AuthCommand.parse(argument);
        if (!house.mechanisms().get().contains(auth.mechanism())) {
            throw new Refused(Replies.NO_MECHANISM);
        }
        turn = Turn.DECISION;
        effects.add(new Effect.BeginAuth(snapshot(), auth.mechanism(), auth.initial()));
    }

    private void response(String line) throws Refused {
        if (!input.isEmpty()) {
            effects.add(new Effect.AbandonAuth());
            outOfStep(Replies.PIPELINED);
            return;
        }
        if (line.equals("*")) {
            throw new Refused(Replies.AUTH_ABORTED);
        }
        byte[] response = AuthCommand.response(line);
        turn = Turn.DECISION;
        effects.add(new Effect.ContinueAuth(response));
    }

    private void mail(String argument) throws Refused {
        if (client.helo() == null) {
            throw new Refused(Replies.GREET_FIRST);
        }
        mustBeEncryptedAndKnown();
        if (transaction != null) {
            throw new Refused(Replies.NESTED_MAIL);
        }
        MailCommand mail = MailCommand.parse(argument);
        if (mail.size() > limits.messageSize()) {
            idle(Replies.TOO_BIG);
            return;
        }
        if (tally.tooManyMails()) {
            send(Replies.enough(client.host(), "too many mails in one session", "session-mails"));
            return;
        }
        Reply refusal = refusal(mail);
        if (refusal != null) {
            idle(refusal);
            return;
        }
        transaction = new Transaction(house.ids().get(), mail);
        send(Replies.SENDER_OK);
    }

    private @Nullable Reply refusal(MailCommand mail) {
        Reply refusal = house.admission().mail(snapshot());
        if (refusal != null) {
            return refusal;
        }
        String user = client.user();
        if (user != null && !mail.sender().isEmpty() && !house.owns().test(user, mail.sender())) {
            return Replies.notOwned(mail.sender(), user);
        }
        return house.room().test(mail.size()) ? null : Replies.SPOOL_FULL;
    }

    private void mustBeEncryptedAndKnown() throws Refused {
        Rules rules = client.rules();
        boolean known = client.mayRelay() || !rules.authRequired();
        boolean tlsForLogin = rules.startTls() && !known && !rules.clearAuth();
        if (!client.encrypted() && (rules.tlsRequired() || tlsForLogin)) {
            throw new Refused(Replies.TLS_FIRST);
        }
        if (!known) {
            throw new Refused(Replies.AUTH_FIRST);
        }
    }

    private void rcpt(String argument) throws Refused {
        if (transaction == null) {
            throw new Refused(Replies.NEED_MAIL);
        }
        if (content.begun()) {
            throw new Refused(Replies.BDAT_BEGUN);
        }
        RcptCommand rcpt = RcptCommand.parse(argument, transaction.smtpUtf8());
        if (transaction.accepted() >= limits.recipients()) {
            idle(Replies.TOO_MANY_RCPT);
            return;
        }
        Reply refusal = house.admission().recipient(snapshot());
        if (refusal != null) {
            idle(refusal);
            return;
        }
        transaction.offer();
        offer(transaction, rcpt);
    }

    private void offer(Transaction transaction, RcptCommand rcpt) throws Refused {
        MailPath path = rcpt.path();
        String address = path.address();
        Place place = house.directory().find(path.local(), path.domain(), transaction.declaredSize());
        switch (place.listing()) {
            case FOREIGN -> {
                if (!client.mayRelay()) {
                    throw new Refused(Replies.relayDenied(address));
                }
                offer(transaction, rcpt, address, null);
            }
            case UNKNOWN -> {
                house.admission().unknownRecipient(snapshot());
                throw new Refused(Replies.userUnknown(address));
            }
            case FULL -> idle(Replies.mailboxFull(address, house.fullForGood().getAsBoolean()));
            // In whatever case it is written, an address of ours is one recipient.
            case LISTED -> offer(transaction, rcpt, address.toLowerCase(Locale.ROOT), place.mailbox());
        }
    }

    private void offer(Transaction transaction, RcptCommand rcpt, String address, @Nullable String mailbox) {
        offered = new Envelope.Recipient(address, mailbox, rcpt.notifyOn(), rcpt.originalRecipient());
        turn = Turn.DECISION;
        effects.add(new Effect.OfferRecipient(
                new RecipientOffered(snapshot(), transaction.sender(), address), transaction));
    }

    private void data(String argument) throws Refused {
        none(argument);
        if (content.begun()) {
            throw new Refused(Replies.BDAT_BEGUN);
        }
        Reply missing = missingForContent();
        if (missing != null) {
            throw new Refused(missing);
        }
        Reply refusal = house.admission().content(snapshot());
        if (refusal != null) {
            idle(refusal);
            return;
        }
        content.beginDotted(house.spools().get());
        turn = Turn.CONTENT;
        send(Replies.GO_AHEAD);
    }

    /** Why there can be no content now. */
    private @Nullable Reply missingForContent() {
        if (transaction == null) {
            return Replies.NEED_MAIL;
        }
        if (transaction.accepted() > 0) {
            return null;
        }
        return transaction.offered() == 0 ? Replies.NEED_RCPT : Replies.NO_VALID_RCPT;
    }

    private void bdat(String argument) {
        Chunk chunk = Chunk.parse(argument);
        if (chunk == null || content.endless(chunk.size())) {
            // Where the next command begins is not known, or is too far away.
            send(chunk == null ? Replies.BDAT_SYNTAX : Replies.TOO_BIG);
            close();
            return;
        }
        Reply problem = missingForContent();
        if (problem == null && !content.begun()) {
            problem = house.admission().content(snapshot());
        }
        if (problem != null) {
            chunk.useless(problem);
        } else if (!content.begun()) {
            content.beginChunked(house.spools().get());
        }
        content.next(chunk);
        turn = Turn.CONTENT;
    }

    /** @return whether something came to its end, so that there may be a command behind it */
    private boolean content() {
        Content.End end = content.take(input);
        if (end == null) {
            return false;
        }
        turn = Turn.COMMAND;
        switch (end) {
            case Content.End.Complete complete -> offer(complete);
            case Content.End.Taken taken -> taken(Reply.of(250, "2.0.0", taken.octets() + " octets received"), taken);
            case Content.End.Refused refused -> {
                refused(refused.reply());
                drop();
                say(refused.reply());
                junk();
            }
            case Content.End.Useless useless -> idle(useless.reply());
            case Content.End.Endless endless -> {
                send(Replies.TOO_BIG);
                close();
            }
        }
        return true;
    }

    private void taken(Reply reply, Content.End.Taken taken) {
        if (taken.octets() == 0) {
            idle(reply);
        } else {
            send(reply);
        }
    }

    private void offer(Content.End.Complete complete) {
        if (transaction == null) {
            throw new IllegalStateException("content without a mail");
        }
        turn = Turn.DECISION;
        boolean submitted = client.rules().submission() || client.user() != null;
        Effect.Missing missing = submitted ? complete.header().missing() : Effect.Missing.NONE;
        effects.add(new Effect.OfferMail(snapshot(), transaction, complete.spool(), missing));
    }

    private void reset(String argument) throws Refused {
        none(argument);
        drop();
        idle(Replies.OK);
    }

    private void verify(String argument) throws Refused {
        if (argument.isEmpty()) {
            throw new Refused(Replies.VRFY_SYNTAX);
        }
        mustBeEncryptedAndKnown();
        idle(Replies.VERIFY);
    }

    private void quit(String argument) throws Refused {
        none(argument);
        send(Replies.BYE);
        close();
    }

    private void xclient(String argument) throws Refused {
        if (!xclient) {
            throw new Refused(Replies.UNKNOWN);
        }
        if (transaction != null) {
            throw new Refused(Replies.IN_TRANSACTION);
        }
        client.reopen(house.ids().get(), XclientCommand.parse(argument));
        tally.reopened();
        effects.add(new Effect.Reopened(snapshot()));
        banner();
    }

    private static void none(String argument) throws Refused {
        if (!argument.isEmpty()) {
            throw new Refused(Replies.NO_ARGUMENT);
        }
    }

    private void drop() {
        Spool spool = content.drop();
        if (spool != null) {
            effects.add(new Effect.Discarded(spool));
        }
        if (transaction != null) {
            transaction = null;
            effects.add(new Effect.Dropped());
        }
    }

    /** Answers a command that moves nothing. */
    private void idle(Reply reply) {
        send(reply);
        junk();
    }

    private void junk() {
        if (tally.tooMuchJunk()) {
            error();
        }
    }

    /** Refuses a command that is wrong. */
    private void refuse(Reply reply) {
        send(reply);
        error();
    }

    private void error() {
        if (turn != Turn.CLOSED && tally.tooManyErrors()) {
            send(Replies.enough(client.host(), "too many errors", "errors"));
        }
    }

    /** The client does not wait where it has to: what it sent may not be its own doing. */
    private void outOfStep(Reply reply) {
        send(reply);
        close();
    }

    private void send(Reply reply) {
        if (!reply.positive()) {
            refused(reply);
        }
        say(reply);
    }

    private void refused(Reply reply) {
        effects.add(new Effect.Refused(reply, transaction == null ? null : transaction.mailId()));
    }

    /** A 421 ends the session, whoever said it (RFC 5321 section 3.8). */
    private void say(Reply reply) {
        effects.add(new Effect.Send(reply));
        if (reply.code() == 421) {
            close();
        }
    }

    private void close() {
        if (turn != Turn.CLOSED) {
            turn = Turn.CLOSED;
            input.clear();
            effects.add(new Effect.Close());
        }
    }

    private List<Effect> drain() {
        List<Effect> drained = List.copyOf(effects);
        effects.clear();
        return drained;
    }
}
