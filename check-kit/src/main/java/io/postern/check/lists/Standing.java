package io.postern.check.lists;

import io.postern.contract.ListJudged;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a list is asked. Own experience rules: a list that this instance found broken comes back when this instance
 * finds it well; what another instance found is taken over at once, seen after soon, and gone when anybody has found
 * the list well since. So neither a broken list is asked by those who could know, nor does an instance whose own
 * network is broken take the lists away from the others.
 *
 * <p>Has no clock of its own. Safe for use by many threads.
 */
public final class Standing {

    /** Good probes in a row that bring a list back. */
    private static final int GOOD_PROBES = 2;

    /** Nobody keeps a list out for longer than this by what he says once. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** What is older says nothing of now, in intervals between probes. */
    private static final int STALE = 5;

    private enum State {
        ASKED,
        /** Something went wrong, or nothing is known yet: a probe is to tell. */
        IN_DOUBT,
        OUT
    }

    /** What a probe, or another instance, changed. */
    enum Change {
        NONE,
        TAKEN_OUT,
        PUT_BACK
    }

    private final Pace pace;
    private volatile boolean asked;
    private State state = State.IN_DOUBT;
    private @Nullable String cause;
    private Instant since;
    private Instant notBefore = Instant.MIN;
    private Instant nextProbe;
    private Instant lastGood = Instant.MIN;
    private Duration pause;
    private int good;
    private @Nullable ListJudged foreign;
    private @Nullable ListJudged refuted;

    /** A list of which nothing is known: not asked before the first good probe, which is due at once. */
    Standing(Pace pace, Instant now) {
        this.pace = pace;
        this.since = now;
        this.nextProbe = now;
        this.pause = pace.retry();
    }

    /** Whether the list is asked now. Does not block. */
    public boolean asked() {
        return asked;
    }

    /** Whether it is out of service, not only in doubt. */
    public synchronized boolean out() {
        return state == State.OUT || foreign != null;
    }

    /** Whether a probe is due; it is then for the caller to make one. */
    synchronized boolean due(Instant now) {
        if (now.isBefore(nextProbe)) {
            return false;
        }
        nextProbe = now.plus(pace.interval());
        return true;
    }

    /**
     * A look-up went wrong: the list is not asked until a probe has told whether it is well. One that began before the
     * last good probe tells nothing new: of a thousand that were under way, the first failure counts.
     *
     * @param began when the look-up began
     * @return whether that is news; it is then for the caller to make the probe
     */
    synchronized boolean doubt(Instant began, Instant now) {
        if (state != State.ASKED || began.isBefore(lastGood)) {
            return false;
        }
        state = State.IN_DOUBT;
        nextProbe = now.plus(pace.interval());
        settle();
        return true;
    }

    /** A probe went well. */
    synchronized Change well(Instant now) {
        lastGood = now;
        good++;
        if (!out()) {
            state = State.ASKED;
            nextProbe = now.plus(pace.next());
            settle();
            return Change.NONE;
        }
        if (good < GOOD_PROBES || now.isBefore(keptOutUntil())) {
            nextProbe = later(now.plus(Pace.CONFIRM), keptOutUntil());
            return Change.NONE;
        }
        state = State.ASKED;
        refute();
        cause = null;
        since = now;
        notBefore = Instant.MIN;
        nextProbe = now.plus(pace.next());
        settle();
        return Change.PUT_BACK;
    }

    /** A probe told nothing. */
    synchronized void unclear(Instant now) {
        nextProbe = now.plus(Pace.CONFIRM);
    }

    /**
     * A probe found the list broken. One that began before the last good one tells nothing new, unless it found answers
     * that may be remembered somewhere.
     */
    synchronized Change broken(Fault fault, Instant began, Instant now) {
        if (began.isBefore(lastGood) && fault.keepOut().isZero()) {
            return Change.NONE;
        }
        Change change = found(fault, now, state == State.OUT ? pace.longer(pause) : pace.retry());
        nextProbe = now.plus(pace.spread(pause));
        return change;
    }

    /** Look-ups found the list broken; many may at the same time. */
    synchronized Change foundBroken(Fault fault, Instant now) {
        Instant next = state == State.OUT ? nextProbe : now.plus(pace.spread(pace.retry()));
        Change change = found(fault, now, state == State.OUT ? pause : pace.retry());
        nextProbe = next;
        return change;
    }

    private Change found(Fault fault, Instant now, Duration pauseFromNow) {
        boolean news = !out();
        good = 0;
        cause = fault.cause();
        notBefore = later(notBefore, now.plus(fault.keepOut()));
        pause = pauseFromNow;
        if (state != State.OUT) {
            state = State.OUT;
            since = now;
        }
        settle();
        return news ? Change.TAKEN_OUT : Change.NONE;
    }

    /** Another instance judged the list. */
    synchronized Change heard(ListJudged other, Instant now) {
        if (other.at().isBefore(now.minus(pace.interval().multipliedBy(STALE)))) {
            return Change.NONE;
        }
        Change change = other.state() == ListJudged.State.IN_SERVICE ? heardWell(other, now) : heardBroken(other, now);
        settle();
        return change;
    }

    private Change heardWell(ListJudged other, Instant now) {
        Instant at = earlier(other.at(), now); // clocks differ
        nextProbe = state == State.ASKED ? at.plus(pace.next()) : now;
        if (foreign == null || other.at().isBefore(foreign.since())) {
            return Change.NONE;
        }
        refute();
        return state == State.OUT ? Change.NONE : Change.PUT_BACK;
    }

    private Change heardBroken(ListJudged other, Instant now) {
        if (state == State.OUT) {
            nextProbe = later(nextProbe, now.plus(pace.spread(pause))); // one of us is enough
            return Change.NONE;
        }
        boolean keptOut = other.notBefore() != null && other.notBefore().isAfter(now);
        if (sameFinding(other, refuted) || (other.since().isBefore(lastGood) && !keptOut)) {
            return Change.NONE; // we have found it well since
        }
        if (foreign != null) {
            return Change.NONE; // to be verified as it is
        }
        foreign = other;
        good = 0;
        nextProbe = now.plus(pace.verification());
        return Change.TAKEN_OUT;
    }

    /** What another instance found is over, and does not count again if he repeats it. */
    private void refute() {
        refuted = foreign;
        foreign = null;
    }

    private static boolean sameFinding(ListJudged one, @Nullable ListJudged other) {
        return other != null
                && one.instance().equals(other.instance())
                && one.since().equals(other.since());
    }

    private void settle() {
        asked = state == State.ASKED && foreign == null;
    }

    private Instant keptOutUntil() {
        Instant others = foreign == null ? null : foreign.notBefore();
        if (foreign == null || others == null) {
            return notBefore;
        }
        return later(notBefore, earlier(others, foreign.since().plus(LONGEST)));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** What to tell the others: what this instance itself found; {@code null} as long as it has not. */
    synchronized @Nullable ListJudged judged(String check, String list, String instance, Instant now) {
        boolean out = state == State.OUT;
        if (!out && !asked) {
            return null;
        }
        return new ListJudged(
                check,
                list,
                instance,
                out ? ListJudged.State.OUT_OF_SERVICE : ListJudged.State.IN_SERVICE,
                out ? cause : null,
                since,
                now,
                out && notBefore.isAfter(now) ? notBefore : null);
    }

    /** For the operator. */
    @Override
    public synchronized String toString() {
        if (state == State.OUT) {
            return "out of service since " + since + ": " + cause;
        }
        if (foreign != null) {
            return "out of service since " + foreign.since() + ": " + foreign.cause() + ", found by "
                    + foreign.instance();
        }
        return state == State.ASKED ? "in service since " + since : "in doubt";
    }
}
