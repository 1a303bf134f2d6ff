package io.postern.check.dns;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;

/**
 * What the DNS said. That a name does not exist and that nobody could tell are different things (RFC 2308): only the
 * first is knowledge.
 *
 * @param status what came of it
 * @param records of the type asked for, aliases followed; empty unless {@link Status#FOUND}
 * @param failure why nobody could tell, {@code null} unless {@link Status#FAILED}
 */
public record DnsAnswer(
        Status status, List<Record> records, @Nullable Failure failure) {

    /** What came of a look-up. */
    public enum Status {
        /** There are such records. */
        FOUND,
        /** The name exists, but has no records of this type (NODATA). */
        NO_DATA,
        /** The name does not exist (NXDOMAIN). */
        NO_NAME,
        /** Nobody could tell; see {@link #failure}. */
        FAILED
    }

    /** Why there is no answer. */
    public enum Failure {
        /** No answer in time. */
        TIMEOUT,
        /** The server said that it could not find out (SERVFAIL). */
        SERVFAIL,
        /** The server refused, or said another error. */
        REFUSED,
        /** An answer that makes no sense: malformed, a loop of aliases. */
        MALFORMED,
        /** The server cannot be reached. */
        UNREACHABLE,
        /** Too many look-ups are under way here; says nothing of the server. */
        OVERLOADED
    }

    public DnsAnswer {
        records = List.copyOf(records);
        if ((status == Status.FOUND) == records.isEmpty() || (status == Status.FAILED) != (failure != null)) {
            throw new IllegalArgumentException(status + " with records " + records + " and failure " + failure);
        }
    }

    static DnsAnswer found(List<Record> records) {
        return records.isEmpty() ? NO_DATA : new DnsAnswer(Status.FOUND, records, null);
    }

    /** That nobody could tell. */
    public static DnsAnswer failed(Failure failure) {
        return new DnsAnswer(Status.FAILED, List.of(), failure);
    }

    static final DnsAnswer NO_DATA = new DnsAnswer(Status.NO_DATA, List.of(), null);
    static final DnsAnswer NO_NAME = new DnsAnswer(Status.NO_NAME, List.of(), null);

    /** Whether there are such records. */
    public boolean found() {
        return status == Status.FOUND;
    }

    /** Whether nobody could tell. */
    public boolean failed() {
        return status == Status.FAILED;
    }

    /** Whether it is known that there are no such records. */
    public boolean absent() {
        return status == Status.NO_DATA || status == Status.NO_NAME;
    }

    /** The records of a class of dnsjava: {@code ARecord.class}. */
    public <R extends Record> Stream<R> records(Class<R> type) {
        return records.stream().filter(type::isInstance).map(type::cast);
    }

    /** How long it may be kept, in seconds; 0 unless {@link Status#FOUND}. */
    public long ttl() {
        return records.stream().mapToLong(Record::getTTL).min().orElse(0);
    }
}
