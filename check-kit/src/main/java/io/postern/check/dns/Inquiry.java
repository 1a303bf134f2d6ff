package io.postern.check.dns;

import io.postern.check.dns.DnsAnswer.Failure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** The look-ups of one question. All are answered by its deadline: an answer that is late is a failure. */
public final class Inquiry {

    private static final DnsAnswer LATE = DnsAnswer.failed(Failure.TIMEOUT);

    private final Dns dns;
    private final long end;

    /** @param deadline of all look-ups together, from now on */
    public Inquiry(Dns dns, Duration deadline) {
        this.dns = dns;
        this.end = System.nanoTime() + deadline.toNanos();
    }

    /** Looks up, see {@link Dns#ask}. */
    public CompletableFuture<DnsAnswer> ask(Name name, int type) {
        long left = end - System.nanoTime();
        if (left <= 0) {
            return CompletableFuture.completedFuture(LATE);
        }
        CompletableFuture<DnsAnswer> answer = dns.ask(name, type);
        return answer.isDone() ? answer : answer.completeOnTimeout(LATE, left, TimeUnit.NANOSECONDS);
    }

    /** All addresses of a host, of both families. */
    public CompletableFuture<Answers> addresses(Name host) {
        return ask(host, Type.A).thenCombine(ask(host, Type.AAAA), Answers::of);
    }

    /** Some address of one of the hosts: complete as soon as there is one, or once it is known that there is none. */
    public CompletableFuture<Answers> anyAddress(List<Name> hosts) {
        CompletableFuture<Answers> any = new CompletableFuture<>();
        CompletableFuture<Answers> all = CompletableFuture.completedFuture(Answers.of());
        for (CompletableFuture<DnsAnswer> one : hosts.stream()
                .flatMap(host -> Stream.of(ask(host, Type.A), ask(host, Type.AAAA)))
                .toList()) {
            all = all.thenCombine(one, Answers::and);
            var unused = one.thenAccept(answer -> {
                if (answer.found()) {
                    any.complete(Answers.of(answer));
                }
            });
        }
        var unused = all.thenAccept(any::complete);
        return any;
    }

    /** What was asked for; it is there when the deadline has passed. */
    public static <T> T await(CompletableFuture<T> asked) throws InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a look-up threw", e.getCause());
        }
    }
}
