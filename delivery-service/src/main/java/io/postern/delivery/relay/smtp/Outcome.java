package io.postern.delivery.relay.smtp;

import org.jspecify.annotations.Nullable;

/** What came of a mail for one recipient. */
public sealed interface Outcome {

    /**
     * The peer has taken it.
     *
     * @param reply what it said, 2xx
     * @param host who, {@code name[address]:port}
     * @param tls the version of TLS, {@code TLSv1.3}; {@code null} if it went in clear
     * @param notifies whether the peer was told what the sender wants to be told (RFC 3461). If not, a notice of success is
     *     ours to write
     */
    record Delivered(Reply reply, String host, @Nullable String tls, boolean notifies) implements Outcome {}

    /** Not yet: it may be tried again. */
    record Deferred(Cause cause) implements Outcome {}

    /** Never. */
    record Refused(Cause cause) implements Outcome {}

    /** Whether it is the destination that failed, and other mail would fare no better. */
    default boolean destinationFailed() {
        return switch (this) {
            case Delivered delivered -> false;
            case Deferred(Cause cause) -> cause.fault() == Fault.DESTINATION;
            case Refused(Cause cause) -> cause.fault() == Fault.DESTINATION;
        };
    }

    static Outcome failed(Cause cause) {
        return cause.reply().permanent() ? new Refused(cause) : new Deferred(cause);
    }
}
