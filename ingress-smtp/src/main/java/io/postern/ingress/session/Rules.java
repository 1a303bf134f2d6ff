package io.postern.ingress.session;

import java.time.Duration;

/**
 * What a client may do and has to do, by the listener it came to and the network it comes from.
 *
 * @param auth whether it may log in
 * @param clearAuth whether it may log in without TLS
 * @param authRequired whether it has to, before it sends mail
 * @param startTls whether STARTTLS is offered
 * @param tlsRequired whether the connection has to be encrypted before anything but EHLO, NOOP, STARTTLS and QUIT
 * @param relay whether it may send to anywhere without a login
 * @param xclient whether it may speak for another client
 * @param submission whether it submits mail (RFC 6409), so that missing fields are added
 * @param greetingDelay how long the banner is held back; who speaks before it is no mail server
 */
public record Rules(
        boolean auth,
        boolean clearAuth,
        boolean authRequired,
        boolean startTls,
        boolean tlsRequired,
        boolean relay,
        boolean xclient,
        boolean submission,
        Duration greetingDelay) {

    /** Those for a server that delivers mail to us in clear, and nothing else. */
    public static final Rules PLAIN = new Rules(false, false, false, false, false, false, false, false, Duration.ZERO);
}
