package io.postern.ingress.checks;

import io.postern.contract.CheckRule;
import io.postern.contract.Decision.Answer;
import io.postern.contract.Question;
import io.postern.contract.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A question under way and the verdicts that have come. The reader of the verdicts offers them, one virtual thread waits
 * for them.
 */
public final class Gathering {

    /**
     * A check that has a part in the question.
     *
     * @param deadline how long it is waited for; zero: not at all
     * @param present whether it is there to answer
     */
    record Asked(String check, CheckRule rule, Duration deadline, boolean present) {}

    private final Question question;
    private final List<Asked> asked;
    private volatile long askedNanos;
    private final Roster roster;
    private final Map<String, Verdict> verdicts = new TreeMap<>();
    private final Map<String, Long> arrivals = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();

    Gathering(Question question, List<Asked> asked, Roster roster) {
        this.question = question;
        this.asked = List.copyOf(asked);
        this.roster = roster;
        this.askedNanos = System.nanoTime();
    }

    public Question question() {
        return question;
    }

    /** The question has just gone out; before that nobody can answer. */
    public void sent() {
        askedNanos = System.nanoTime();
    }

    /**
     * Takes the first verdict of each check.
     *
     * @return whether all have answered now
     */
    boolean offer(Verdict verdict) {
        lock.lock();
        try {
            if (verdicts.putIfAbsent(verdict.check(), verdict) == null) {
                arrivals.put(verdict.check(), System.nanoTime());
                arrival.signalAll();
            }
            return asked.stream().allMatch(check -> verdicts.containsKey(check.check()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every check worth waiting for has answered or is late, or the answers so far decide. Blocks.
     *
     * @return one answer for each check that was asked or that the policy names
     */
    public List<Answer> await(Predicate<List<Answer>> decided) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                List<Answer> answers = answers();
                long wait = remainingNanos();
                if (wait <= 0 || decided.test(answers)) {
                    answers.forEach(this::note);
                    return answers;
                }
                // A signal or the time: the loop looks again at both.
                long left = arrival.awaitNanos(wait);
                assert left <= wait;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #await} would not wait. */
    public boolean done(Predicate<List<Answer>> decided) {
        lock.lock();
        try {
            return remainingNanos() <= 0 || decided.test(answers());
        } finally {
            lock.unlock();
        }
    }

    /** How long ago the check's verdict came; zero if it has not. */
    public Duration sinceArrival(String check) {
        lock.lock();
        try {
            Long arrival = arrivals.get(check);
            return arrival == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - arrival);
        } finally {
            lock.unlock();
        }
    }

    /** Since the question was asked. */
    public long elapsedMicros() {
        return TimeUnit.NANOSECONDS.toMicros(elapsedNanos());
    }

    private long elapsedNanos() {
        return System.nanoTime() - askedNanos;
    }

    /** Until the last check that is waited for and has not answered is late. */
    private long remainingNanos() {
        long longest = 0;
        for (Asked check : asked) {
            if (waitedFor(check) && !verdicts.containsKey(check.check())) {
                longest = Math.max(longest, check.deadline().toNanos());
            }
        }
        return longest == 0 ? 0 : longest - elapsedNanos();
    }

    private List<Answer> answers() {
        List<Answer> answers = new ArrayList<>(asked.size());
        for (Asked check : asked) {
            Verdict verdict = verdicts.get(check.check());
            answers.add(new Answer(check.check(), check.rule(), state(check, verdict), verdict));
        }
        return answers;
    }

    private Answer.State state(Asked check, @Nullable Verdict verdict) {
        if (verdict != null) {
            return Answer.State.ANSWERED;
        }
        if (!waitedFor(check)) {
            return check.rule().awaited() ? Answer.State.ABSENT : Answer.State.PENDING;
        }
        return elapsedNanos() >= check.deadline().toNanos() ? Answer.State.LATE : Answer.State.PENDING;
    }

    private static boolean waitedFor(Asked check) {
        return check.rule().awaited() && check.present();
    }

    private void note(Answer answer) {
        if (answer.state() == Answer.State.LATE) {
            roster.missed(answer.check());
        }
    }
}
