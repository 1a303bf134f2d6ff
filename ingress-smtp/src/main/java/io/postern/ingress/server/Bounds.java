package io.postern.ingress.server;

import io.postern.ingress.IngressConfig;
import io.postern.ingress.session.SessionLimits;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Takes the operator's settings if they make sense. */
final class Bounds {

    /** RFC 5321 section 4.5.3.1: no server may take less. */
    private static final int LEAST_COMMAND_LINE = 512;

    private static final int LEAST_TEXT_LINE = 998;
    private static final int MAX_PORT = 65_535;

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?");
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Pattern DELIMITERS = Pattern.compile("[!#$%&'*+/=?^_`{|}~.-]+");
    private static final int LEAST_MESSAGE = 64 * 1024;

    private Bounds() {}

    /** @throws IllegalArgumentException naming the key that makes no sense */
    static void check(IngressConfig config) {
        config.host().ifPresent(host -> matches("host", host, HOST));
        config.postmaster().ifPresent(address -> matches("postmaster", address, ADDRESS));
        config.subaddressDelimiters().ifPresent(text -> matches("subaddress-delimiters", text, DELIMITERS));
        atLeast("reply-partition", config.replyPartition(), 0);
        positive("publish-deadline", config.publishDeadline());
        positive("shadow-budget", config.shadowBudget());
        notNegative("drain", config.drain());
        notNegative("mx.greeting-delay", config.mx().greetingDelay());
        listener("mx", config.mx().port(), config.mx().address());
        listener("submission", config.submission().port(), config.submission().address());
        listener(
                "submissions", config.submissions().port(), config.submissions().address());
        IngressConfig.Limits limits = config.limits();
        limits.spoolMemory().ifPresent(size -> atLeast("limits.spool-memory", size.asLongValue(), LEAST_MESSAGE));
        atLeast("limits.spool-disk", limits.spoolDisk().asLongValue(), LEAST_MESSAGE);
        notNegative("limits.data-grace", limits.dataGrace());
    }

    private static void listener(String name, int port, List<String> addresses) {
        if (port < 0 || port > MAX_PORT) {
            throw wrong(name + ".port", "must be 0 to " + MAX_PORT, port);
        }
        for (String address : addresses) {
            try {
                InetAddress found = InetAddress.getByName(address);
                NetworkInterface own = found.isAnyLocalAddress() ? null : NetworkInterface.getByInetAddress(found);
                if (own == null && !found.isAnyLocalAddress() && !found.isLoopbackAddress()) {
                    throw wrong(name + ".address", "not an address of this machine", address);
                }
            } catch (UnknownHostException | SocketException e) {
                throw wrong(name + ".address", "not an address", address);
            }
        }
    }

    /** @throws IllegalArgumentException naming the key that makes no sense */
    static SessionLimits of(IngressConfig.Limits limits) {
        atLeast("limits.message-size", limits.messageSize().asLongValue(), LEAST_MESSAGE);
        atLeast("limits.recipients", limits.recipients(), 1);
        atLeast("limits.mails", limits.mails(), 1);
        atLeast("limits.errors", limits.errors(), 1);
        atLeast("limits.junk", limits.junk(), 1);
        atLeast("limits.hops", limits.hops(), 1);
        atLeast("limits.command-line", limits.commandLine(), LEAST_COMMAND_LINE);
        atLeast("limits.text-line", limits.textLine(), LEAST_TEXT_LINE);
        atLeast("limits.sessions", limits.sessions(), 1);
        atLeast("limits.pending", limits.pending(), 1);
        atLeast("limits.data-rate", limits.dataRate(), 0);
        positive("limits.command-timeout", limits.commandTimeout());
        positive("limits.data-timeout", limits.dataTimeout());
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
            throw wrong(key, "must be " + least + " or more", value);
        }
    }

    private static void positive(String key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw wrong(key, "must be above 0", value);
        }
    }

    private static void notNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw wrong(key, "must be 0 or above", value);
        }
    }

    private static void matches(String key, String value, Pattern form) {
        if (!form.matcher(value).matches()) {
            throw wrong(key, "must look like " + form, value);
        }
    }

    private static IllegalArgumentException wrong(String key, String rule, Object value) {
        return new IllegalArgumentException("postern.ingress." + key + ": " + rule + ": " + value);
    }
}
