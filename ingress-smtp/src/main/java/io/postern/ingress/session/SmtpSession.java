package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.postern.contract.Envelope;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import io.postern.ingress.directory.Directory.Place;
import io.postern.ingress.spool.Spool;
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
 */
public final class SmtpSession {

    private static final Reply OK = Reply.of(250, "2.0.0", "Ok");
    private static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Ok");
    private static final Reply GO_AHEAD = Reply.of(354, "", "End data with <CR><LF>.<CR><LF>");
    private static final Reply BYE = Reply.of(221, "2.0.0", "Bye");
    private static final Reply HELP = Reply.of(214, "2.0.0", "This is Postern, an SMTP server (RFC 5321)");
    private static final Reply VERIFY =
            Reply.of(252, "2.1.5", "Cannot VRFY user, but will accept message and attempt delivery");
    private static final Reply READY_FOR_TLS = Reply.of(220, "2.0.0", "Ready to start TLS");
    private static final Reply AUTHENTICATED = Reply.of(235, "2.7.0", "Authentication successful");
    private static final Reply TOO_LONG = Reply.of(500, "5.5.2", "Line too long");
    private static final Reply BARE_LF = Reply.of(500, "5.5.2", "Lines end in CRLF");
    private static final Reply BARE_CR = Reply.of(500, "5.5.2", "Bare CR received; lines end in CRLF");
    private static final Reply UNKNOWN = Reply.of(500, "5.5.2", "Command unrecognized");
    private static final Reply NOT_IMPLEMENTED = Reply.of(502, "5.5.1", "Command not implemented");
    private static final Reply NO_ARGUMENT = Reply.of(501, "5.5.4", "No argument expected");
    private static final Reply HELO_SYNTAX = Reply.of(501, "5.5.4", "Syntax: EHLO hostname");
    private static final Reply VRFY_SYNTAX = Reply.of(501, "5.5.4", "Syntax: VRFY address");
    private static final Reply AUTH_SYNTAX = Reply.of(501, "5.5.4", "Syntax: AUTH mechanism [initial-response]");
    private static final Reply BDAT_SYNTAX = Reply.of(501, "5.5.4", "Syntax: BDAT size [LAST]");
    private static final Reply GREET_FIRST = Reply.of(503, "5.5.1", "Error: send HELO or EHLO first");
    private static final Reply GREETED_TOO_OFTEN = Reply.of(503, "5.5.1", "Error: too many names");
    private static final Reply NESTED_MAIL = Reply.of(503, "5.5.1", "Error: nested MAIL command");
    private static final Reply NEED_MAIL = Reply.of(503, "5.5.1", "Error: need MAIL command");
    private static final Reply NEED_RCPT = Reply.of(503, "5.5.1", "Error: need RCPT command");
    private static final Reply BDAT_BEGUN = Reply.of(503, "5.5.1", "Error: only BDAT or RSET may follow BDAT");
    private static final Reply IN_TRANSACTION = Reply.of(503, "5.5.1", "Error: MAIL transaction in progress");
    private static final Reply TLS_ACTIVE = Reply.of(503, "5.5.1", "Error: TLS already active");
    private static final Reply NO_AUTH = Reply.of(503, "5.5.1", "Error: authentication not enabled");
    private static final Reply AUTH_DONE = Reply.of(503, "5.5.1", "Error: already authenticated");
    private static final Reply NO_MECHANISM = Reply.of(504, "5.5.4", "Error: unknown authentication mechanism");
    private static final Reply NOT_BASE64 = Reply.of(501, "5.5.2", "Error: cannot decode response");
    private static final Reply AUTH_ABORTED = Reply.of(501, "5.7.0", "Authentication aborted");
    private static final Reply TLS_FIRST = Reply.of(530, "5.7.0", "Must issue a STARTTLS command first");
    private static final Reply AUTH_FIRST = Reply.of(530, "5.7.0", "Authentication required");
    private static final Reply NO_VALID_RCPT = Reply.of(554, "5.5.1", "Error: no valid recipients");
    private static final Reply TOO_MANY_RCPT = Reply.of(452, "4.5.3", "Too many recipients");
    private static final Reply SPOOL_FULL = Reply.of(452, "4.3.1", "Insufficient system storage");
    private static final Reply OUT_OF_STEP = Reply.of(554, "5.5.0", "Error: SMTP protocol synchronization");

    /** Each name is a question to the checks. */
    private static final int MAX_GREETINGS = 3;

    /** A line of an authentication exchange, RFC 4954 section 4. */
    private static final int MAX_AUTH_LINE = 12288;

    /** How often a mail's largest size a client may send for nothing, before we stop listening. */
    private static final int MAX_WASTE = 8;

    /** After these the client has to wait for the reply (RFC 2920 section 3.1, and their own RFCs). */
    private static final Set<String> LAST_OF_GROUP = Set.of(
            "EHLO", "HELO", "DATA", "VRFY", "EXPN", "HELP", "NOOP", "STARTTLS", "AUTH", "XCLIENT", "TURN", "ETRN");

    /** Said by something that believes to speak with another protocol's server, perhaps made to by a web page. */
    private static final Set<String> OTHER_PROTOCOLS =
            Set.of("GET", "POST", "PUT", "HEAD", "CONNECT", "OPTIONS", "HOST:", "USER-AGENT:");

    private final House house;
    private final SessionLimits limits;
    private final Function<String, Rules> rulesOf;
    private final boolean xclient;

    private final Input input = new Input();
    private final List<Effect> effects = new ArrayList<>();
    private Session opened;
    private Rules rules;
    private Session.@Nullable Tls tls;
    private @Nullable String user;
    private @Nullable String helo;
    private boolean extended;
    private @Nullable Transaction transaction;
    private Envelope.@Nullable Recipient offeredRecipient;
    private @Nullable DataReader data;
    private boolean dotted;
    private @Nullable Chunk chunk;
    private boolean welcomed;
    private boolean handshaking;
    private boolean authenticating;
    private boolean waiting;
    private boolean closed;
    private int greetings;
    private int mails;
    private int taken;
    private int commands;
    private int junk;
    private int errors;

    /**
     * @param opened the session as the connection opened it
     * @param rulesOf what a client of an address may do
     */
    public SmtpSession(Session opened, House house, Function<String, Rules> rulesOf) {
        this.opened = opened;
        this.house = house;
        this.limits = house.limits();
        this.rulesOf = rulesOf;
        this.rules = rulesOf.apply(opened.clientIp());
        this.xclient = rules.xclient();
    }

    /** The connection was encrypted before it opened, or is since {@link Effect.StartTls}. */
    public List<Effect> encrypted(Session.Tls tls) {
        this.tls = tls;
        handshaking = false;
        return proceed();
    }

    /** What to do when the client has been given the time to show that it cannot wait. */
    public List<Effect> open() {
        if (closed) {
            return List.of();
        }
        welcomed = true;
        send(Reply.of(220, "", opened.host() + " ESMTP Postern"));
        return proceed();
    }

    /** What to do about these bytes. The array is the session's from here on. */
    public List<Effect> receive(byte[] bytes) {
        if (closed) {
            return List.of();
        }
        input.append(bytes);
        if (!welcomed) {
            outOfStep();
            return drain();
        }
        return proceed();
    }

    /**
     * Goes on after {@link Effect.OfferRecipient} or {@link Effect.OfferMail}.
     *
     * @param reply the decision
     */
    public List<Effect> resume(Reply reply) {
        stopWaiting();
        if (offeredRecipient != null) {
            if (reply.positive() && transaction != null) {
                transaction.add(offeredRecipient);
            }
            offeredRecipient = null;
        } else {
            transaction = null;
            if (reply.positive()) {
                taken++;
                junk = 0;
            }
        }
        deny(reply);
        return proceed();
    }

    /** The client has to answer this, {@link Effect.ContinueAuth} follows. */
    public List<Effect> challenge(byte[] bytes) {
        stopWaiting();
        authenticating = true;
        send(Reply.of(334, "", Base64.getEncoder().encodeToString(bytes)));
        return proceed();
    }

    /** The exchange has ended well. */
    public List<Effect> authenticated(String name) {
        stopWaiting();
        user = name;
        send(AUTHENTICATED);
        return proceed();
    }

    /** The exchange has ended, and not well. */
    public List<Effect> notAuthenticated(Reply reply) {
        stopWaiting();
        refuse(reply);
        return proceed();
    }

    private void stopWaiting() {
        if (!waiting) {
            throw new IllegalStateException("the session waits for nothing");
        }
        waiting = false;
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
        return dotted || chunk != null;
    }

    /** The spool of the mail that is being read. */
    public @Nullable Spool spool() {
        return data == null ? null : data.spool();
    }

    /** How many bytes of the mail at hand have been read, 0 if there is none. */
    public long dataRead() {
        return data == null ? 0 : data.bytesRead();
    }

    /** How many commands there were, the lines of authentication exchanges among them. */
    public int commands() {
        return commands;
    }

    /** How long the banner is to be held back. */
    public java.time.Duration greetingDelay() {
        return rules.greetingDelay();
    }

    /** What became of it, for the log. */
    public String summary() {
        return "commands=" + commands + " errors=" + errors + " mails=" + mails + " accepted=" + taken;
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
                helo == null ? null : protocol(),
                user,
                tls,
                user != null || rules.relay() || rules.submission());
    }

    /** By the names of RFC 3848 and RFC 6531 section 4.3. */
    private String protocol() {
        if (!extended) {
            return "SMTP";
        }
        String base = transaction != null && transaction.smtpUtf8() ? "UTF8SMTP" : "ESMTP";
        return base + (tls == null ? "" : "S") + (user == null ? "" : "A");
    }

    private List<Effect> proceed() {
        while (!waiting && !handshaking && !closed && (!input.isEmpty() || chunkDone())) {
            if (chunk != null) {
                chunk(chunk);
            } else if (dotted && data != null) {
                dotted(data);
            } else {
                Input.Line line = input.nextLine(authLine() ? MAX_AUTH_LINE : limits.commandLine());
                if (line == null) {
                    break;
                }
                commands++;
                command(line);
            }
        }
        return drain();
    }

    private boolean chunkDone() {
        return chunk != null && chunk.left() == 0;
    }

    private boolean authLine() {
        return authenticating || (mayAuthenticate() && transaction == null);
    }

    private void command(Input.Line line) {
        switch (line.fault()) {
            case TOO_LONG -> faulty(TOO_LONG);
            case BARE_LF -> faulty(BARE_LF);
            case BARE_CR -> faulty(BARE_CR);
            case NONE -> {
                if (authenticating) {
                    response(line.text());
                } else {
                    command(line.text());
                }
            }
        }
    }

    private void faulty(Reply reply) {
        if (authenticating) {
            authenticating = false;
            effects.add(new Effect.AbandonAuth());
        }
        refuse(reply);
    }

    private void command(String line) {
        int space = line.indexOf(' ');
        String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        String argument = space < 0 ? "" : line.substring(space + 1).strip();
        boolean alone = LAST_OF_GROUP.contains(verb) || (!extended && !verb.equals("QUIT"));
        if (OTHER_PROTOCOLS.contains(verb)) {
            end(421, "4.7.0", "Error: this is an SMTP server");
        } else if (alone && !input.isEmpty()) {
            outOfStep();
        } else {
            try {
                command(verb, argument);
            } catch (Refused e) {
                refuse(e.reply());
            }
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
            case "NOOP" -> idle(OK);
            case "HELP" -> idle(HELP);
            case "VRFY" -> verify(argument);
            case "QUIT" -> quit(argument);
            case "XCLIENT" -> xclient(argument);
            case "EXPN", "TURN", "ETRN" -> throw new Refused(NOT_IMPLEMENTED);
            default -> throw new Refused(UNKNOWN);
        }
    }

    private void greet(String name, boolean extended) throws Refused {
        if (!name.matches("[\\x21-\\x7e]{1,255}")) {
            throw new Refused(HELO_SYNTAX);
        }
        boolean renamed = !name.equals(helo);
        if (renamed && ++greetings > MAX_GREETINGS) {
            throw new Refused(GREETED_TOO_OFTEN);
        }
        this.helo = name;
        this.extended = extended;
        drop();
        if (renamed) {
            effects.add(new Effect.Greeted(snapshot()));
        }
        idle(new Reply(250, "", extended ? keywords() : List.of(opened.host())));
    }

    private List<String> keywords() {
        List<String> keywords = new ArrayList<>(List.of(
                opened.host(),
                "PIPELINING",
                "SIZE " + limits.messageSize(),
                "8BITMIME",
                "SMTPUTF8",
                "ENHANCEDSTATUSCODES",
                "CHUNKING",
                "DSN",
                "LIMITS MAILMAX=" + limits.mails() + " RCPTMAX=" + limits.recipients()));
        if (rules.startTls() && tls == null) {
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
        if (tls != null) {
            throw new Refused(TLS_ACTIVE);
        }
        if (!rules.startTls()) {
            throw new Refused(NOT_IMPLEMENTED);
        }
        if (!argument.isEmpty()) {
            throw new Refused(NO_ARGUMENT);
        }
        send(READY_FOR_TLS);
        forget();
        handshaking = true;
        effects.add(new Effect.StartTls());
    }

    /** What was said in clear, or by another client, counts for nothing. */
    private void forget() {
        drop();
        helo = null;
        extended = false;
        user = null;
    }

    private boolean mayAuthenticate() {
        return rules.auth()
                && user == null
                && (tls != null || rules.clearAuth())
                && !house.mechanisms().get().isEmpty();
    }

    private void auth(String argument) throws Refused {
        if (helo == null || !extended) {
            throw new Refused(GREET_FIRST);
        }
        if (user != null) {
            throw new Refused(AUTH_DONE);
        }
        if (transaction != null) {
            throw new Refused(IN_TRANSACTION);
        }
        if (!mayAuthenticate()) {
            throw new Refused(rules.auth() && rules.startTls() && tls == null ? TLS_FIRST : NO_AUTH);
        }
        String[] words = argument.split(" +");
        if (argument.isEmpty() || words.length > 2) {
            throw new Refused(AUTH_SYNTAX);
        }
        String mechanism = words[0].toUpperCase(Locale.ROOT);
        if (!house.mechanisms().get().contains(mechanism)) {
            throw new Refused(NO_MECHANISM);
        }
        byte[] initial = words.length < 2 ? null : words[1].equals("=") ? new byte[0] : base64(words[1]);
        waiting = true;
        effects.add(new Effect.BeginAuth(snapshot(), mechanism, initial));
    }

    private void response(String line) {
        authenticating = false;
        try {
            if (!input.isEmpty()) {
                throw new Refused(OUT_OF_STEP);
            }
            if (line.equals("*")) {
                throw new Refused(AUTH_ABORTED);
            }
            byte[] response = base64(line);
            waiting = true;
            effects.add(new Effect.ContinueAuth(response));
        } catch (Refused e) {
            effects.add(new Effect.AbandonAuth());
            if (e.reply().equals(OUT_OF_STEP)) {
                outOfStep();
            } else {
                refuse(e.reply());
            }
        }
    }

    private static byte[] base64(String text) throws Refused {
        try {
            return Base64.getDecoder().decode(text.getBytes(US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new Refused(NOT_BASE64);
        }
    }

    private void mail(String argument) throws Refused {
        if (helo == null) {
            throw new Refused(GREET_FIRST);
        }
        mustBeEncryptedAndKnown();
        if (transaction != null) {
            throw new Refused(NESTED_MAIL);
        }
        MailCommand mail = MailCommand.parse(argument);
        if (mail.size() > limits.messageSize()) {
            send(DataReader.TOO_BIG);
            return;
        }
        if (++mails > limits.mails()) {
            end(421, "4.7.0", "Error: too many mails in one session");
            return;
        }
        Reply refusal = house.admission().mail(snapshot());
        if (refusal == null
                && user != null
                && !mail.sender().isEmpty()
                && !house.owns().test(user, mail.sender())) {
            refusal = Reply.of(
                    553, "5.7.1", "<" + mail.sender() + ">: Sender address rejected: not owned by user " + user);
        }
        if (refusal == null && !house.room().test(mail.size())) {
            refusal = SPOOL_FULL;
        }
        if (refusal != null) {
            deny(refusal);
            return;
        }
        transaction = new Transaction(house.ids().get(), mail);
        send(SENDER_OK);
    }

    private void mustBeEncryptedAndKnown() throws Refused {
        boolean known = user != null || rules.relay() || !rules.authRequired();
        if (tls == null && rules.startTls() && (rules.tlsRequired() || (!known && !rules.clearAuth()))) {
            throw new Refused(TLS_FIRST);
        }
        if (!known) {
            throw new Refused(AUTH_FIRST);
        }
    }

    private void rcpt(String argument) throws Refused {
        if (transaction == null) {
            throw new Refused(NEED_MAIL);
        }
        if (data != null) {
            throw new Refused(BDAT_BEGUN);
        }
        RcptCommand rcpt = RcptCommand.parse(argument, transaction.smtpUtf8());
        Reply refusal = transaction.accepted() >= limits.recipients()
                ? TOO_MANY_RCPT
                : house.admission().recipient(snapshot());
        if (refusal != null) {
            deny(refusal);
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
                if (user == null && !rules.relay()) {
                    throw new Refused(Reply.of(550, "5.7.1", "<" + address + ">: Relay access denied"));
                }
                offer(transaction, rcpt, address, null);
            }
            case UNKNOWN -> {
                house.admission().unknownRecipient(snapshot());
                throw new Refused(
                        Reply.of(550, "5.1.1", "<" + address + ">: Recipient address rejected: User unknown"));
            }
            case FULL -> send(Reply.of(452, "4.2.2", "<" + address + ">: Mailbox full"));
            // One mailbox, however it was written, is one recipient.
            case LISTED -> offer(transaction, rcpt, address.toLowerCase(Locale.ROOT), place.mailbox());
        }
    }

    private void offer(Transaction transaction, RcptCommand rcpt, String address, @Nullable String mailbox) {
        offeredRecipient = new Envelope.Recipient(address, mailbox, rcpt.notifyOn(), rcpt.originalRecipient());
        waiting = true;
        effects.add(new Effect.OfferRecipient(
                new RecipientOffered(snapshot(), transaction.sender(), address), transaction));
    }

    private void data(String argument) throws Refused {
        if (!argument.isEmpty()) {
            throw new Refused(NO_ARGUMENT);
        }
        if (data != null) {
            throw new Refused(BDAT_BEGUN);
        }
        Reply refusal = contentRefused();
        if (refusal != null) {
            throw new Refused(refusal);
        }
        refusal = house.admission().content(snapshot());
        if (refusal != null) {
            deny(refusal);
            return;
        }
        data = new DataReader(house.spools().get(), limits, true);
        dotted = true;
        send(GO_AHEAD);
    }

    /** Why there can be no content now. */
    private @Nullable Reply contentRefused() {
        if (transaction == null) {
            return NEED_MAIL;
        }
        if (transaction.accepted() == 0) {
            return transaction.offered() == 0 ? NEED_RCPT : NO_VALID_RCPT;
        }
        return null;
    }

    private void dotted(DataReader reader) {
        input.feed(reader, Long.MAX_VALUE >> 1);
        if (reader.ended()) {
            endOfData(reader);
        } else if (reader.bytesRead() > MAX_WASTE * limits.messageSize()) {
            send(DataReader.TOO_BIG);
            close();
        }
    }

    private void bdat(String argument) {
        Chunk begun = Chunk.parse(argument);
        if (begun == null || begun.size() > MAX_WASTE * limits.messageSize()) {
            // Where the next command begins is not known, or is too far away.
            send(begun == null ? BDAT_SYNTAX : DataReader.TOO_BIG);
            close();
            return;
        }
        Reply problem = contentRefused();
        if (problem == null && data == null) {
            problem = house.admission().content(snapshot());
        }
        if (problem != null) {
            begun.useless(problem);
        } else if (data == null) {
            data = new DataReader(house.spools().get(), limits, false);
        }
        chunk = begun;
    }

    private void chunk(Chunk at) {
        DataReader reader = at.problem() == null ? data : null;
        at.took(reader == null ? input.skip(at.left()) : input.feed(reader, at.left()));
        if (at.left() > 0) {
            return;
        }
        chunk = null;
        if (reader == null) {
            junk();
            deny(at.problem() == null ? NEED_MAIL : at.problem());
        } else if (at.last()) {
            reader.finish();
            endOfData(reader);
        } else if (reader.refusal() != null) {
            refuseData(reader, reader.refusal());
        } else {
            send(Reply.of(250, "2.0.0", at.size() + " octets received"));
        }
    }

    private void endOfData(DataReader read) {
        dotted = false;
        Reply refusal = read.refusal();
        if (refusal != null) {
            refuseData(read, refusal);
        } else if (transaction != null) {
            data = null;
            waiting = true;
            effects.add(new Effect.OfferMail(snapshot(), transaction, read.spool(), missing(read.header())));
        }
    }

    private void refuseData(DataReader read, Reply refusal) {
        drop();
        send(refusal);
    }

    private Effect.Missing missing(HeaderScan header) {
        boolean ours = rules.submission() || user != null;
        return ours ? new Effect.Missing(!header.hasDate(), !header.hasMessageId()) : Effect.Missing.NONE;
    }

    private void reset(String argument) throws Refused {
        if (!argument.isEmpty()) {
            throw new Refused(NO_ARGUMENT);
        }
        drop();
        idle(OK);
    }

    private void verify(String argument) throws Refused {
        if (argument.isEmpty()) {
            throw new Refused(VRFY_SYNTAX);
        }
        mustBeEncryptedAndKnown();
        idle(VERIFY);
    }

    private void quit(String argument) throws Refused {
        if (!argument.isEmpty()) {
            throw new Refused(NO_ARGUMENT);
        }
        send(BYE);
        close();
    }

    private void xclient(String argument) throws Refused {
        if (!xclient) {
            throw new Refused(UNKNOWN);
        }
        if (transaction != null) {
            throw new Refused(IN_TRANSACTION);
        }
        XclientCommand client = XclientCommand.parse(argument);
        forget();
        greetings = 0;
        opened = new Session(
                house.ids().get(),
                opened.host(),
                opened.instance(),
                opened.listener(),
                client.address() == null ? opened.clientIp() : client.address(),
                client.port() == null ? opened.clientPort() : client.port(),
                opened.openedAt(),
                null,
                null,
                null,
                null,
                false);
        rules = rulesOf.apply(opened.clientIp());
        user = client.login();
        effects.add(new Effect.Reopened(snapshot()));
        send(Reply.of(220, "", opened.host() + " ESMTP Postern"));
    }

    private void drop() {
        if (data != null) {
            data.spool().close();
            data = null;
        }
        dotted = false;
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
        if (++junk > limits.junk()) {
            error();
        }
    }

    /** Refuses a command that is wrong. */
    private void refuse(Reply reply) {
        send(reply);
        error();
    }

    /** Too many of these end the session. */
    private void error() {
        if (++errors >= limits.errors() && !closed) {
            end(421, "4.7.0", "Error: too many errors");
        }
    }

    /** Says what was decided; a 421 ends the session. */
    private void deny(Reply reply) {
        send(reply);
        if (reply.code() == 421) {
            close();
        }
    }

    /** The client does not wait where it has to: what it sent may not be its own doing. */
    private void outOfStep() {
        input.clear();
        send(OUT_OF_STEP);
        close();
    }

    private void end(int code, String status, String text) {
        send(Reply.of(code, status, opened.host() + " " + text));
        close();
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
