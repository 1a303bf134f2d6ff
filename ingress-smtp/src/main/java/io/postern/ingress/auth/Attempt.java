package io.postern.ingress.auth;

import io.postern.contract.Session;
import io.postern.ingress.auth.Guesses.Standing;
import io.postern.ingress.auth.Guesses.Ticket;
import io.postern.ingress.auth.SaslExchange.Step;
import io.postern.ingress.session.Reply;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client's attempt to log in, whatever its mechanism: held against the limits, answered late if it fails, logged once.
 * It may block its thread, which has to be a virtual one: failures are waited for by as many threads as there are
 * sessions, and hold up nobody else.
 */
final class Attempt {

    static final Reply WRONG =
            Reply.of(535, "5.7.8", "Error: authentication failed").because("login-failed");
    static final Reply LIMITED =
            Reply.of(454, "4.7.0", "Too many failed logins, try again later").because("login-limit");
    static final Reply BUSY =
            Reply.of(454, "4.7.0", "Too many logins at a time, try again later").because("login-busy");
    static final Reply UNAVAILABLE =
            Reply.of(454, "4.7.0", "Temporary authentication failure").because("login-error");
    static final Reply MALFORMED =
            Reply.of(501, "5.5.2", "Error: malformed response").because("login-malformed");

    private static final Logger LOG = Logger.getLogger(Attempt.class);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int LOGGED_NAME = 100;
    private static final String NOBODY = "unknown";

    private final Logins logins;
    private final Session session;
    private final String mechanism;

    Attempt(Logins logins, Session session, String mechanism) {
        this.logins = logins;
        this.session = session;
        this.mechanism = mechanism;
    }

    /** Who the client is, by what it has shown. */
    interface Proof {

        /** @return {@code null} if it has shown nothing */
        @Nullable
        String owner() throws Undecided;
    }

    /** The client has sent a password. */
    Step password(String actsFor, String user, String password) {
        boolean forOther = !actsFor.isEmpty() && !Users.key(actsFor).equals(Users.key(user));
        if (forOther || password.isEmpty()) {
            return wrong(user);
        }
        Step step = check(user, () -> logins.passwords().owner(user, password));
        return step instanceof Step.Authenticated authenticated ? welcome(authenticated.user()) : step;
    }

    /** The client has shown nothing that could be right. */
    Step wrong(String user) {
        return check(user, () -> null);
    }

    /** Whether the client has shown who it is. If it has, {@link #welcome} has to follow in the end. */
    Step check(String user, Proof proof) {
        long begin = System.nanoTime();
        try (Ticket ticket = ticket(user)) {
            if (ticket.standing() != Standing.ADMITTED) {
                return refused(ticket.standing() == Standing.LIMITED ? LIMITED : BUSY, "limited", user);
            }
            String owner = proof.owner();
            if (owner != null) {
                ticket.right();
                return new Step.Authenticated(owner);
            }
            // From the beginning, so that it does not show how long it took to find out.
            pause(ticket.wrong().minusNanos(System.nanoTime() - begin));
            return refused(WRONG, "failed", user);
        } catch (Undecided e) {
            return refused(e.reply(), e.reply().equals(BUSY) ? "limited" : "error", user);
        }
    }

    /** The refusal, if this user may not try (again) now from here. */
    @Nullable
    Step limited(String user) {
        try (Ticket ticket = logins.guesses().begin(session.clientIp(), user)) {
            return ticket.standing() == Standing.LIMITED ? refused(LIMITED, "limited", user) : null;
        }
    }

    /** The client is let in. */
    Step welcome(String user) {
        tell("success", user);
        return new Step.Authenticated(user);
    }

    /** The client does not speak its mechanism. */
    Step malformed() {
        pause(logins.guesses().failed(session.clientIp()));
        tell("malformed", NOBODY);
        return new Step.Refused(MALFORMED);
    }

    /** The client gave up. */
    void aborted() {
        tell("aborted", NOBODY);
    }

    /** Something of ours is broken. */
    Step broken(Throwable failure) {
        // Only where: its text could show what the client sent.
        StackTraceElement[] trace = failure.getStackTrace();
        LOG.errorf(
                "login broken sessionId=%s cause=%s at=%s",
                session.id(), failure.getClass().getName(), trace.length == 0 ? null : trace[0]);
        tell("error", NOBODY);
        return new Step.Refused(UNAVAILABLE);
    }

    private Ticket ticket(String user) {
        long end = System.nanoTime() + logins.patience().toNanos();
        Ticket ticket = logins.guesses().begin(session.clientIp(), user);
        while (ticket.standing() == Standing.WAITING && System.nanoTime() < end && pause(LOOK)) {
            ticket = logins.guesses().begin(session.clientIp(), user);
        }
        return ticket;
    }

    private static boolean pause(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** People type passwords where their names belong: only a name that is one is logged. */
    private Step refused(Reply reply, String outcome, String user) {
        tell(outcome, logins.users().get().has(user) ? Users.key(user) : NOBODY);
        return new Step.Refused(reply);
    }

    private void tell(String outcome, String user) {
        logins.metrics()
                .counter("postern.logins", "mechanism", mechanism, "outcome", outcome)
                .increment();
        LOG.infof(
                "LOGIN sessionId=%s clientIp=%s user=%s mechanism=%s outcome=%s",
                session.id(), session.clientIp(), printable(user), mechanism, outcome);
    }

    private static String printable(String user) {
        String clean = user.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= LOGGED_NAME ? clean : clean.substring(0, LOGGED_NAME);
    }
}
