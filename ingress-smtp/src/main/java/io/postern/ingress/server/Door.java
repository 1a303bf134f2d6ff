package io.postern.ingress.server;

import io.postern.ingress.IngressConfig;
import io.postern.ingress.Network;
import io.postern.ingress.session.Rules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A listener, and what holds for the clients that come to it.
 *
 * @param name as it is called in logs and records
 * @param encrypted whether TLS comes before SMTP
 */
record Door(String name, List<String> addresses, int port, boolean encrypted, IngressConfig config, boolean tls) {

    private static final String MX = "mx";

    /** The doors that are open. */
    static List<Door> open(IngressConfig config, boolean tls) {
        List<Door> doors = new ArrayList<>();
        IngressConfig.Mx mx = config.mx();
        if (mx.requireTls() && !tls) {
            throw noCertificate("mx.require-tls");
        }
        doors.add(new Door(MX, mx.address(), mx.port(), false, config, tls));
        IngressConfig.Submission submission = config.submission();
        if (enabled("submission", submission.enabled(), tls)) {
            doors.add(new Door("submission", submission.address(), submission.port(), false, config, tls));
        }
        IngressConfig.Submissions submissions = config.submissions();
        if (enabled("submissions", submissions.enabled(), tls)) {
            doors.add(new Door("submissions", submissions.address(), submissions.port(), true, config, tls));
        }
        return doors;
    }

    private static boolean enabled(String name, Optional<Boolean> wanted, boolean tls) {
        if (wanted.orElse(false) && !tls) {
            throw noCertificate(name + ".enabled");
        }
        return wanted.orElse(tls);
    }

    private static IllegalArgumentException noCertificate(String key) {
        return new IllegalArgumentException(
                "postern.ingress." + key + ": there is no certificate, see postern.ingress.tls.certificates");
    }

    /** Whether those who come have to say first for whom they speak (PROXY protocol). */
    boolean proxied(String ip) {
        return in(config.networks().proxy(), ip);
    }

    /** What holds for a client. */
    Rules rules(String ip) {
        boolean submission = !name.equals(MX);
        IngressConfig.Networks networks = config.networks();
        return new Rules(
                submission || config.mx().auth(),
                in(networks.clearAuth(), ip),
                submission,
                tls && !encrypted,
                !submission && config.mx().requireTls(),
                in(networks.relay(), ip),
                in(networks.xclient(), ip),
                submission,
                submission || in(networks.relay(), ip)
                        ? Duration.ZERO
                        : config.mx().greetingDelay());
    }

    private static boolean in(Optional<List<Network>> networks, String ip) {
        return networks.isPresent() && networks.get().stream().anyMatch(network -> network.contains(ip));
    }
}
