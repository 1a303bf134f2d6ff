package io.postern.check.lists;

import io.postern.check.dns.DnsAnswer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;

/**
 * What is wrong with a list.
 *
 * @param cause for the operator
 * @param keepOut how long at least the list must not be asked, even if it answers well again: for as long as wrong answers
 *     may be remembered somewhere
 */
record Fault(String cause, Duration keepOut) {

    private static final Duration LONGEST_KEEP_OUT = Duration.ofDays(1);

    static Fault of(String cause) {
        return new Fault(cause, Duration.ZERO);
    }

    /** It answers with what is no listing. */
    static Fault error(InetAddress answer) {
        return of("answers with the error " + answer.getHostAddress());
    }

    /** It lists somebody who cannot be: wrong answers may be in memories for as long as they say. */
    static Fault everybody(DnsAnswer answer) {
        Duration ttl = Duration.ofSeconds(answer.ttl());
        return new Fault("lists everybody", ttl.compareTo(LONGEST_KEEP_OUT) > 0 ? LONGEST_KEEP_OUT : ttl);
    }

    /** Why a look-up failed, in a word. */
    static String cause(DnsAnswer answer) {
        return String.valueOf(answer.failure()).toLowerCase(Locale.ROOT);
    }
}
