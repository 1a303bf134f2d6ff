package io.postern.rbl;

import io.postern.check.dns.Dns;
import io.postern.check.dns.DnsAnswer;
import io.postern.check.dns.DnsAnswer.Failure;
import io.postern.rbl.WatchedList.Result;
import jakarta.inject.Singleton;
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
@Singleton
class Inquiry {

    private static final String REMEMBERED_ERROR = "answered with an error";

    private final Dns dns;
    private final TestEntries entries;
    private final Prober prober;

    Inquiry(Dns dns, TestEntries entries, Prober prober) {
        this.dns = dns;
        this.entries = entries;
        this.prober = prober;
    }

    /** A question that is under way. */
    private record Asked(WatchedList watched, Name name, Instant began, CompletableFuture<Opinion> opinion) {}

    /**
     * What each of the lists says.
     *
     * @param subject what is looked up, without the zone
     * @param ipv6 whether that is an IPv6 address
     * @param network of the client, for counting
     * @param end until when answers are waited for, by System.nanoTime()
     */
    List<Opinion> ask(List<WatchedList> lists, Name subject, boolean ipv6, long network, long end)
            throws InterruptedException {
        List<Asked> asked = new ArrayList<>(lists.size());
        Instant began = prober.now();
        for (WatchedList watched : lists) {
            Name name = QueryName.under(watched.list(), subject);
            if (name != null && covers(watched.list(), ipv6)) {
                asked.add(new Asked(watched, name, began, opinion(watched, name, ipv6, network, began)));
            }
        }
        List<Opinion> opinions = new ArrayList<>(asked.size());
        for (Asked one : asked) {
            opinions.add(await(one, end));
        }
        return opinions;
    }

    private static boolean covers(DnsList list, boolean ipv6) {
        return !list.ofAddresses() || (ipv6 ? list.ipv6() : list.ipv4());
    }

    private CompletableFuture<Opinion> opinion(
            WatchedList watched, Name name, boolean ipv6, long network, Instant began) {
        if (!watched.standing().asked()) {
            return CompletableFuture.completedFuture(
                    new Opinion(watched, name, null, 0, watched.standing().toString(), 0));
        }
        if (watched.erring().has(name)) {
            return CompletableFuture.completedFuture(new Opinion(watched, name, null, 0, REMEMBERED_ERROR, 0));
        }
        long start = System.nanoTime();
        return dns.ask(name, Type.A)
                .thenCompose(answer -> sure(watched, name, answer, ipv6))
                .thenApply(answer -> opinion(watched, name, answer, network, began, start));
    }

    /**
     * Before a listing counts: does the list have somebody too whom no list can have? It may have gone mad since it was
     * probed, and nobody is to be refused for that.
     */
    private CompletionStage<DnsAnswer> sure(WatchedList watched, Name name, DnsAnswer answer, boolean ipv6) {
        if (!answer.found() || watched.sure().has(name)) {
            return CompletableFuture.completedFuture(answer);
        }
        return watched.challenge(ipv6)
                .pass(() -> entries.challenge(watched.list(), ipv6))
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

    private Opinion opinion(WatchedList watched, Name name, DnsAnswer answer, long network, Instant began, long start) {
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
        if (watched.list().kind() == DnsList.Kind.BLOCK && watched.hitRate().count(network, opinion.weight() > 0)) {
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

    private Opinion await(Asked asked, long end) throws InterruptedException {
        try {
            return asked.opinion().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            prober.doubt(asked.watched(), asked.began(), "timeout");
            return new Opinion(asked.watched(), asked.name(), null, 0, "timeout", 0);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** What the list itself says of a listing; empty if it does not, or not before {@code end}. */
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

    static long end(Duration deadline) {
        return System.nanoTime() + deadline.toNanos();
    }
}
