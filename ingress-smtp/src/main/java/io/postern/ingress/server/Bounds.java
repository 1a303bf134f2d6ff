package io.postern.ingress.server;

import io.postern.ingress.IngressConfig;
import io.postern.ingress.session.SessionLimits;
import java.time.Duration;

/** Takes the operator's bounds if they make sense. */
final class Bounds {

    /** RFC 5321 section 4.5.3.1: no server may take less. */
    private static final int LEAST_COMMAND_LINE = 512;

    private static final int LEAST_TEXT_LINE = 998;
    private static final int LEAST_MESSAGE = 64 * 1024;

    private Bounds() {}

    /** @throws IllegalArgumentException naming the key that makes no sense */
    static SessionLimits of(IngressConfig.Limits limits) {
        atLeast("message-size", limits.messageSize().asLongValue(), LEAST_MESSAGE);
        atLeast("recipients", limits.recipients(), 1);
        atLeast("mails", limits.mails(), 1);
        atLeast("errors", limits.errors(), 1);
        atLeast("junk", limits.junk(), 1);
        atLeast("hops", limits.hops(), 1);
        atLeast("command-line", limits.commandLine(), LEAST_COMMAND_LINE);
        atLeast("text-line", limits.textLine(), LEAST_TEXT_LINE);
        atLeast("sessions", limits.sessions(), 1);
        atLeast("pending", limits.pending(), 1);
        atLeast("data-rate", limits.dataRate(), 0);
        positive("command-timeout", limits.commandTimeout());
        positive("data-timeout", limits.dataTimeout());
        return new SessionLimits(
                limits.messageSize().asLongValue(),
                limits.recipients(),
                limits.mails(),
                limits.errors(),
                limits.junk(),
                limits.hops(),
                limits.commandLine(),
                limits.textLine(),
                limits.bareNewlines());
    }

    private static void atLeast(String key, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "postern.ingress.limits." + key + ": must be " + least + " or more: " + value);
        }
    }

    private static void positive(String key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException("postern.ingress.limits." + key + ": must be above 0: " + value);
        }
    }
}
