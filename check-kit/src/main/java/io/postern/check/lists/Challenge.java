package io.postern.check.lists;

import io.postern.check.dns.DnsAnswer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a list about somebody whom it cannot have, so that what it has just said of others can be believed. One question
 * serves all who came before it was asked, and there is never more than one under way, however many listings there are.
 */
final class Challenge {

    private boolean underWay;
    private @Nullable CompletableFuture<DnsAnswer> next;

    /**
     * The answer to a question that is asked from now on.
     *
     * @param question asks; completes, and never exceptionally
     */
    CompletableFuture<DnsAnswer> pass(Supplier<CompletableFuture<DnsAnswer>> question) {
        CompletableFuture<DnsAnswer> mine;
        synchronized (this) {
            if (next == null) {
                next = new CompletableFuture<>();
            }
            mine = next;
        }
        ask(question);
        return mine;
    }

    private void ask(Supplier<CompletableFuture<DnsAnswer>> question) {
        CompletableFuture<DnsAnswer> waiting;
        synchronized (this) {
            if (underWay || next == null) {
                return;
            }
            underWay = true;
            waiting = next;
            next = null;
        }
        var unused = question.get().whenComplete((answer, never) -> {
            synchronized (this) {
                underWay = false;
            }
            ask(question);
            waiting.complete(answer);
        });
    }
}
