package io.postern.check.dns;

import io.postern.check.dns.DnsAnswer.Failure;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;

/** What several look-ups say together. One that failed leaves open what it would have found. */
public record Answers(List<DnsAnswer> all) {

    public Answers {
        all = List.copyOf(all);
    }

    public static Answers of(DnsAnswer... answers) {
        return new Answers(List.of(answers));
    }

    public Answers and(DnsAnswer more) {
        return new Answers(Stream.concat(all.stream(), Stream.of(more)).toList());
    }

    /** Whether there is something. */
    public boolean found() {
        return all.stream().anyMatch(DnsAnswer::found);
    }

    /** Whether it is known that there is nothing. */
    public boolean absent() {
        return all.stream().allMatch(DnsAnswer::absent);
    }

    /** Why one of them failed, the first; {@code null} if none did. */
    public @Nullable Failure failure() {
        return all.stream()
                .map(DnsAnswer::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Whether the address is among them. */
    public boolean have(InetAddress address) {
        return all.stream()
                .flatMap(answer -> Stream.concat(
                        answer.records(ARecord.class).map(ARecord::getAddress),
                        answer.records(AAAARecord.class).map(AAAARecord::getAddress)))
                .anyMatch(address::equals);
    }
}
