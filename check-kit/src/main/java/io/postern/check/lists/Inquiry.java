package io.postern.check.lists;

import io.postern.check.dns.Dns;
import io.postern.check.dns.DnsAnswer;
import io.postern.check.dns.DnsAnswer.Failure;
import io.postern.check.lists.WatchedList.Result;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Asks many lists at once, and makes sure of what they say. */
final class Inquiry {

    private static final String REMEMBERED_ERROR = "answered with an error";

    private final Dns dns;
    private final TestEntries entries;
    private final Prober prober;

    Inquiry(Dns dns, TestEntries entries, Prober prober) {
        this.dns = dns;
        this.entries = entries;
        this.prober = prober;
    }

    List<Question> ask(List<WatchedList> lists, Name subject, Family family, long group) {
        List<Question> asked = new ArrayList<>(lists.size());
        Instant began = prober.now();
        for (WatchedList watched : lists) {
            Name name = QueryName.under(watched.list(), subject);
            if (name != null && watched.list().families().contains(family)) {
                asked.add(new Question(watched, name, began, opinion(watched, name, family, group, began)));
            }
        }
        return asked;
    }

    List<Opinion> await(List<Question> asked, long end) throws InterruptedException {
        List<Opinion> opinions = new ArrayList<>(asked.size());
        for (Question one : asked) {
            opinions.add(await(one, end));
        }
        return opinions;
    }

    private CompletableFuture<Opinion> opinion(
            WatchedList watched, Name name, Family family, long group, Instant began) {
        if (!watched.standing().asked()) {
            return CompletableFuture.completedFuture(
                    new Opinion(watched, name, null, 0, watched.standing().toString(), 0));
        }
        if (watched.erring().has(name)) {
            return CompletableFuture.completedFuture(new Opinion(watched, name, null, 0, REMEMBERED_ERROR, 0));
        }
        long start = System.nanoTime();
        return dns.ask(name, Type.A)
                .thenCompose(answer -> sure(watched, name, answer, family))
                .thenApply(answer -> opinion(watched, name, answer, group, began, start));
    }

    /**
     * Before a listing counts: does the list have somebody too whom no list can have? It may have gone mad since it was
     * probed, and nobody is to be refused for that.
     */
    private CompletionStage<DnsAnswer> sure(WatchedList watched, Name name, DnsAnswer answer, Family family) {
        if (!answer.found() || watched.sure().has(name)) {
            return CompletableFuture.completedFuture(answer);
        }
        return watched.challenge(family)
                .pass(() -> entries.challenge(watched.list(), family))
                .thenApply(nobody -> {
                    if (nobody.absent()) {
                        watched.sure().add(name, Duration.ofSeconds(answer.ttl()));
                        return answer;
                    }
                    // Whatever it is, this answer is not to be believed for as long as anybody remembers it.
                    watched.erring().add(name, Duration.ofSeconds(answer.ttl()));
                    if (nobody.found()) {
                        prober.found(watched, Fault.everybody(answer));
                        return DnsAnswer.failed(Failure.MALFORMED);
                    }
                    return nobody;
                });
    }

    private Opinion opinion(WatchedList watched, Name name, DnsAnswer answer, long group, Instant began, long start) {
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
        if (answer.failed()) {
            return failed(watched, name, answer, began, micros);
        }
        List<InetAddress> answers =
                answer.records(ARecord.class).map(ARecord::getAddress).toList();
        for (InetAddress one : answers) {
            if (DnsList.isError(one.getAddress())) {
                return erring(watched, name, Fault.error(one).cause(), answer.ttl(), began, micros);
            }
        }
        Opinion opinion = new Opinion(watched, name, watched.list().heaviest(answers), answer.ttl(), null, micros);
        watched.failures().count(false);
        watched.count(opinion.listed() ? Result.LISTED : Result.NOT_LISTED);
        if (watched.list().kind() == DnsList.Kind.BLOCK && watched.hitRate().count(group, opinion.weight() > 0)) {
            prober.suspend(watched);
        }
        return opinion;
    }

    private Opinion erring(WatchedList watched, Name name, String cause, long ttl, Instant began, long micros) {
        watched.erring().add(name, Duration.ofSeconds(ttl));
        watched.count(Result.FAILED);
        prober.doubt(watched, began, cause);
        return new Opinion(watched, name, null, 0, cause, micros);
    }

    private Opinion failed(WatchedList watched, Name name, DnsAnswer answer, Instant began, long micros) {
        String cause = Fault.cause(answer);
        if (answer.failure() != Failure.OVERLOADED) {
            prober.doubt(watched, began, cause);
        }
        watched.count(Result.FAILED);
        String told = watched.standing().out() ? watched.standing().toString() : cause;
        return new Opinion(watched, name, null, 0, told, micros);
    }

    private Opinion await(Question asked, long end) throws InterruptedException {
        try {
            return asked.opinion().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            prober.doubt(asked.watched(), asked.began(), "timeout");
            return new Opinion(asked.watched(), asked.name(), null, 0, "timeout", 0);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    String text(Opinion opinion, long end) throws InterruptedException {
        long left = Math.max(0, end - System.nanoTime());
        CompletableFuture<DnsAnswer> asked = dns.ask(opinion.name(), Type.TXT);
        try {
            return asked.get(left, TimeUnit.NANOSECONDS)
                    .records(TXTRecord.class)
                    .map(txt -> String.join("", txt.getStrings()))
                    .findFirst()
                    .orElse("");
        } catch (TimeoutException e) {
            return "";
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
