package io.postern.ingress.gate;

import io.postern.contract.Decision.Answer;
import io.postern.ingress.checks.Gathering;
import io.postern.ingress.policy.Policy.Ruling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a session beyond the protocol: the questions asked about the connection, the answers so far, the
 * trace of the mail at hand. Used by one thread at a time: the session's own, or that of the decision it waits for.
 */
public final class Passage {

    /** By what is done about it, then by what is not known, then by score. */
    private static final Comparator<Ruling> WORSE = Comparator.comparing(Ruling::action)
            .thenComparingInt(ruling -> ruling.unchecked().size())
            .thenComparingDouble(Ruling::score);

    private final MailTrace trace;
    private final List<Asked> open = new ArrayList<>();
    private final Map<String, Answer> connection = new TreeMap<>();
    private List<Answer> recipient = List.of();
    private @Nullable Ruling worst;
    private int greetings;

    Passage(MailTrace trace) {
        this.trace = trace;
    }

    /** A question about the connection, and its part in the trace. */
    record Asked(Gathering gathering, PhaseSpan span) {}

    /** Questions about the connection that have not been decided upon. */
    List<Asked> open() {
        return open;
    }

    /** Whether the answers about the connection are there, as far as they are waited for. */
    boolean known(Predicate<List<Answer>> decided) {
        return open.stream().allMatch(asked -> asked.gathering().done(decided));
    }

    /** Answers about the connection, for all its mails. */
    List<Answer> connection() {
        return List.copyOf(connection.values());
    }

    /** Takes answers about the connection; a check that was asked again, after another greeting, counts anew. */
    void settle(List<Answer> answers) {
        answers.forEach(answer -> connection.put(answer.check(), answer));
    }

    /** A recipient was let in; what the checks said of the worst one counts for the mail. */
    void accepted(List<Answer> answers, Ruling ruling) {
        if (worst == null || WORSE.compare(ruling, worst) > 0) {
            recipient = List.copyOf(answers);
            worst = ruling;
        }
    }

    /** The number of the next question about the greeting. */
    int nextGreeting() {
        return ++greetings;
    }

    /** All that was answered before the mail itself. */
    List<Answer> beforeTheMail() {
        List<Answer> all = new ArrayList<>(connection.values());
        all.addAll(recipient);
        return all;
    }

    /** Of the mail at hand. */
    MailTrace trace() {
        return trace;
    }

    /** The mail at hand is done with. */
    void mailDone() {
        trace.end();
        recipient = List.of();
        worst = null;
    }
}
