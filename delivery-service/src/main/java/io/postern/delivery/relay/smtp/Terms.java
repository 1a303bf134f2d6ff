package io.postern.delivery.relay.smtp;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On which terms we speak to a peer.
 *
 * @param tls whether encrypted
 * @param login who we are; {@code null}: nobody in particular. Said under TLS only, unless there shall be none
 * @param sources our addresses to connect from, at most one of each family; what is not given, the system chooses
 * @param limits how long to wait
 * @param recipients the most in one transaction, 1 to 1000
 */
public record Terms(
        Tls tls, @Nullable Credentials login, List<InetAddress> sources, TimeLimits limits, int recipients) {

    /** What every server has to take (RFC 5321 section 4.5.3.1.8). */
    public static final int RECIPIENTS = 100;

    private static final int MOST_RECIPIENTS = 1000;

    /** As between strangers. */
    public static final Terms USUAL = new Terms(Tls.OPPORTUNISTIC, null, List.of(), TimeLimits.PATIENT, RECIPIENTS);

    public Terms {
        sources = List.copyOf(sources);
        if (recipients < 1 || recipients > MOST_RECIPIENTS) {
            throw new IllegalArgumentException("recipients must be 1 to " + MOST_RECIPIENTS + ": " + recipients);
        }
    }

    public Terms tls(Tls other) {
        return new Terms(other, login, sources, limits, recipients);
    }

    public Terms login(@Nullable Credentials other) {
        return new Terms(tls, other, sources, limits, recipients);
    }

    public Terms from(InetAddress... addresses) {
        return new Terms(tls, login, List.of(addresses), limits, recipients);
    }

    public Terms limits(TimeLimits other) {
        return new Terms(tls, login, sources, other, recipients);
    }

    public Terms recipients(int most) {
        return new Terms(tls, login, sources, limits, most);
    }

    /** Where to connect from; {@code null}: from wherever. */
    @Nullable
    InetAddress source(InetAddress to) {
        return sources.stream()
                .filter(source -> source.getClass() == to.getClass())
                .findFirst()
                .orElse(null);
    }
}
