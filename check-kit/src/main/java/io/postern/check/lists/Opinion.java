package io.postern.check.lists;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * What one list says of one client or name.
 *
 * @param watched the list
 * @param name under which it was asked, the zone included
 * @param answer as what it is listed; {@code null} if it is not, or if the list cannot tell
 * @param ttl of the answer, in seconds
 * @param cause why the list cannot tell, {@code null} if it can
 * @param micros from the question to the answer
 */
public record Opinion(
        WatchedList watched,
        Name name,
        @Nullable InetAddress answer,
        long ttl,
        @Nullable String cause,
        long micros) {

    /** More is worse; 0 if not listed, or as something the operator does not care for. */
    public double weight() {
        return answer == null ? 0 : watched.list().weight(answer.getAddress());
    }

    public boolean listed() {
        return answer != null;
    }

    public boolean failed() {
        return cause != null;
    }
}
