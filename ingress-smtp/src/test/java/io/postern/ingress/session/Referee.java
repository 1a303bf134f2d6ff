package io.postern.ingress.session;

import io.postern.contract.Envelope;
import io.postern.contract.Session;
import io.postern.ingress.session.ClientBytes.Mode;
import io.postern.ingress.session.ClientBytes.Unit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows a session from outside, by what the client says and what it is told, and fails where something is not as the
 * protocol wants it: a reply to nothing, a command without a reply, a step that was left out, content that is not the
 * client's.
 */
final class Referee {

    private static final int MAX_AUTH_LINE = 12288;

    private final SessionLimits limits;
    private final Function<String, Rules> rulesOf;
    private final ClientBytes bytes = new ClientBytes();
    private Rules rules;
    private Mode mode = Mode.COMMAND;
    private boolean greeted;
    private boolean utf8;
    private boolean tls;
    private boolean extended;
    private @Nullable String helo;
    private @Nullable String user;

    // of the mail at hand
    private boolean mailing;
    private int accepted;
    private StringBuilder chunks = new StringBuilder();
    private boolean chunked;
    private boolean broken;

    // of what is to be answered next
    private @Nullable Unit next;
    private boolean offered;
    private boolean proving;
    private boolean gaveUp;
    private @Nullable Reply decision;

    Referee(Session opened, SessionLimits limits, Function<String, Rules> rulesOf) {
        this.limits = limits;
        this.rulesOf = rulesOf;
        this.rules = rulesOf.apply(opened.clientIp());
    }

    void said(byte[] more) {
        bytes.add(more);
    }

    /** @param last whether the connection is closed after it */
    void replied(Reply reply, boolean last) {
        Unit unit = greeted ? next() : null;
        boolean greeting = reply.code() == 220
                ? !isFor(unit, "STARTTLS")
                : reply.code() == 250 && (isFor(unit, "EHLO") || isFor(unit, "HELO"));
        utf8 |= unit != null && unit.line().toUpperCase(Locale.ROOT).contains("SMTPUTF8");
        ReplyForm.check(reply, greeting, utf8);
        must(last || reply.code() != 421, "421 closes the connection");
        if (!greeted) {
            must(last ? !reply.positive() : reply.code() == 220, "the banner comes first");
            greeted = true;
        } else if (!last || reply.code() == 221) {
            must(unit != null, "a reply to nothing: ", reply);
            answered(Objects.requireNonNull(unit), reply);
            bytes.drop(unit);
            next = null;
            offered = false;
            proving = false;
            gaveUp = false;
            decision = null;
        }
    }

    private static boolean isFor(@Nullable Unit unit, String verb) {
        return unit != null && unit.verb().equals(verb);
    }

    /** What the house decided on what was offered. */
    void decided(Reply reply) {
        decision = reply;
    }

    void authenticated(String name) {
        user = name;
    }

    void dropped() {
        must(mailing, "a mail was dropped that was not there");
        mailing = false;
        gaveUp = true;
    }

    void spoolFailed() {
        broken = true;
    }

    void offered(Effect.OfferRecipient offer) {
        must(mode == Mode.COMMAND && isFor(next(), "RCPT"), "a recipient came from nowhere");
        must(mailing && !chunked, "a recipient without a mail");
        must(accepted < limits.recipients(), "too many recipients");
        must(Objects.equals(offer.offer().session().helo(), helo), "the recipient of another greeting");
        offered = true;
    }

    void offered(Effect.OfferMail offer, String content) {
        Unit unit = Objects.requireNonNull(next(), "a mail came from nowhere");
        must(mode == Mode.CONTENT || (isFor(unit, "BDAT") && unit.lastChunk()), "a mail without its end");
        must(mailing && accepted > 0 && !broken, "a mail without an envelope");
        List<Envelope.Recipient> recipients = offer.transaction().envelope().recipients();
        must(!recipients.isEmpty() && recipients.size() <= accepted, "recipients that were not accepted");
        boolean mayRelay = user != null || rules.relay();
        must(mayRelay || recipients.stream().allMatch(recipient -> recipient.mailbox() != null), "an open relay");
        MailContent sent = sent(unit);
        must(sent.acceptable() && content.length() <= limits.messageSize(), "content that is not acceptable");
        must(content.equals(sent.text()), "content that is not the client's: ", content);
        must(content.replace("\r\n", "").chars().noneMatch(c -> c == '\r' || c == '\n'), "bare newlines");
        boolean ours = rules.submission() || user != null;
        must(offer.missing().equals(ours ? sent.missing() : Effect.Missing.NONE), "fields miscounted");
        offered = true;
    }

    /** An exchange begins, or the client answers a challenge. */
    void proving(boolean begins) {
        must(begins ? mode == Mode.COMMAND && isFor(next(), "AUTH") : mode == Mode.RESPONSE, "nobody wants to log in");
        must(rules.auth() && (tls || rules.clearAuth()), "a login in clear");
        must(user == null && !mailing && helo != null && extended, "a login out of order");
        proving = true;
    }

    void abandoned() {
        must(mode == Mode.RESPONSE, "no exchange is under way");
    }

    void startsTls() {
        must(!tls && rules.startTls(), "TLS that was not offered");
        must(!mailing && bytes.isEmpty(), "something survives STARTTLS");
        gaveUp = false;
        tls = true;
    }

    void beganEncrypted() {
        tls = true;
    }

    void reopened(Session again) {
        must(isFor(next(), "XCLIENT") && !mailing, "a client that was not told");
        rules = rulesOf.apply(again.clientIp());
        user = again.user();
    }

    /** The session has done all it can. */
    void settled(SmtpSession session) {
        Unit unit = greeted ? next() : null;
        must(unit == null, "a command without a reply: ", unit);
        must(mode != Mode.CONTENT || session.readingData(), "content is expected");
        Session snapshot = session.snapshot();
        must(Objects.equals(snapshot.helo(), helo), "another greeting than ", helo);
        must(Objects.equals(snapshot.user(), user), "another user than ", user);
        must((snapshot.tls() != null) == tls, "another encryption");
    }

    /** Held against the limits of the moment in which it was complete, whatever becomes of them by its effects. */
    private @Nullable Unit next() {
        if (next == null) {
            boolean login =
                    bytes.begin("AUTH ") && rules.auth() && user == null && (tls || rules.clearAuth()) && !mailing;
            next = bytes.next(mode, login || mode == Mode.RESPONSE ? MAX_AUTH_LINE : limits.commandLine());
        }
        return next;
    }

    private MailContent sent(Unit unit) {
        return mode == Mode.CONTENT
                ? MailContent.dotted(unit.content(), limits)
                : MailContent.chunked(chunks + unit.content(), limits);
    }

    private void answered(Unit unit, Reply reply) {
        must(!offered || reply.equals(decision), "not what was decided: ", reply);
        switch (mode) {
            case CONTENT -> content(unit, reply);
            case RESPONSE -> response(unit, reply);
            case COMMAND -> {
                Answers.check(unit, reply);
                if (!unit.faulty()) {
                    command(unit, reply);
                }
            }
        }
    }

    private void content(Unit unit, Reply reply) {
        must(offered || (gaveUp && !reply.positive()), "taken, but not offered");
        must(offered || broken || !sent(unit).acceptable(), "refused for nothing: ", reply);
        mailing = false;
        mode = Mode.COMMAND;
    }

    private void response(Unit unit, Reply reply) {
        must(!unit.faulty() || reply.code() == 500, "not said of a faulty line: ", reply);
        must(unit.faulty() || !unit.line().equals("*") || reply.code() == 501, "not aborted: ", reply);
        must(!reply.positive() || proving, "nothing was proved");
        mode = reply.code() == 334 ? Mode.RESPONSE : Mode.COMMAND;
    }

    private void command(Unit unit, Reply reply) {
        boolean yes = reply.positive();
        switch (unit.verb()) {
            case "EHLO", "HELO" -> {
                if (yes) {
                    helo = unit.argument();
                    extended = unit.verb().equals("EHLO");
                    must(!mailing, "the mail survives a greeting");
                }
            }
            case "STARTTLS" -> {
                if (yes) {
                    forget();
                    user = null;
                }
            }
            case "XCLIENT" -> {
                if (yes) {
                    forget();
                }
            }
            case "AUTH" -> {
                must(!yes || proving, "nothing was proved");
                mode = reply.code() == 334 ? Mode.RESPONSE : Mode.COMMAND;
            }
            case "MAIL" -> {
                if (yes) {
                    begin();
                }
            }
            case "RCPT" -> {
                must(!yes || offered, "taken, but not offered");
                accepted += yes ? 1 : 0;
            }
            case "DATA" -> {
                must(!yes || (mailing && accepted > 0 && !chunked), "content without an envelope");
                mode = yes ? Mode.CONTENT : Mode.COMMAND;
            }
            case "BDAT" -> chunk(unit, yes);
            case "RSET" -> must(!yes || !mailing, "the mail survives RSET");
            default -> {}
        }
    }

    private void forget() {
        helo = null;
        extended = false;
    }

    private void begin() {
        must(helo != null, "a mail before the greeting");
        must(!mailing, "a mail within a mail");
        must(tls || !rules.tlsRequired(), "a mail in clear");
        must(user != null || rules.relay() || !rules.authRequired(), "a mail of nobody");
        mailing = true;
        accepted = 0;
        chunks = new StringBuilder();
        chunked = false;
        broken = false;
    }

    private void chunk(Unit unit, boolean yes) {
        must(!gaveUp || broken || !sent(unit).acceptable(), "refused for nothing: ", unit);
        must(!yes || unit.lastChunk() == offered, "taken, but not offered");
        must(!yes || (mailing && accepted > 0), "content without an envelope");
        if (offered) {
            mailing = false;
        } else if (yes) {
            chunked = true;
            chunks.append(unit.content());
        }
    }

    static void must(boolean holds, String otherwise) {
        must(holds, otherwise, "");
    }

    static void must(boolean holds, String otherwise, @Nullable Object what) {
        if (!holds) {
            throw new AssertionError(otherwise + what);
        }
    }
}
