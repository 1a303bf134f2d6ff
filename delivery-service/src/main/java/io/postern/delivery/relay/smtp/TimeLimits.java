package io.postern.delivery.relay.smtp;

import java.time.Duration;

/**
 * How long to wait for a peer, at most: the deadline of an attempt may be earlier.
 *
 * @param connect for a connection
 * @param greeting for the greeting
 * @param command for the answer to EHLO, STARTTLS, the login, MAIL, RCPT
 * @param data for the answer to DATA
 * @param block for a piece of the content to be taken
 * @param end for the answer to all of it
 */
public record TimeLimits(
        Duration connect, Duration greeting, Duration command, Duration data, Duration block, Duration end) {

    /** What RFC 5321 section 4.5.3.2 wants a client to wait; it has nothing to say on connecting. */
    public static final TimeLimits PATIENT = new TimeLimits(
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(3),
            Duration.ofMinutes(10));

    public TimeLimits {
        positive("connect", connect);
        positive("greeting", greeting);
        positive("command", command);
        positive("data", data);
        positive("block", block);
        positive("end", end);
    }

    /** The same for every step. */
    public static TimeLimits all(Duration limit) {
        return new TimeLimits(limit, limit, limit, limit, limit, limit);
    }

    private static void positive(String name, Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException(name + " must be longer than nothing: " + limit);
        }
    }
}
