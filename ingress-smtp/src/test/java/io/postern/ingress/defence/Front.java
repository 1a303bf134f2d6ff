package io.postern.ingress.defence;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postern.contract.Session;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.TestConfig;
import io.postern.ingress.session.Reply;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A doorkeeper, and those who come to him. */
final class Front {

    final Hours hours = new Hours();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final CustodyGuard custody;
    final Doorkeeper doorkeeper;

    /** @param settings below {@code postern.ingress}, as {@code key=value} */
    Front(List<Pressure> pressures, String... settings) {
        Map<String, String> all = new HashMap<>();
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            all.put("postern.ingress." + parts[0], parts[1]);
        }
        IngressConfig config = TestConfig.with(all);
        custody = new CustodyGuard(config, hours, metrics);
        doorkeeper = new Doorkeeper(config, custody, pressures, metrics, hours);
    }

    Front(String... settings) {
        this(List.of(), settings);
    }

    static Session stranger(String ip) {
        return Session.opened("S", "mx.test", "i", "mx", ip, 1000, Hours.START);
    }

    static Session submitting(String ip) {
        return Session.opened("S", "mx.test", "i", "submission", ip, 1000, Hours.START);
    }

    static Session user(String name, String ip) {
        return new Session(
                "S", "mx.test", "i", "submission", ip, 1000, Hours.START, "laptop", "ESMTPSA", name, null, true);
    }

    /** What a new client is told. */
    String connect(Session opened) {
        return told(doorkeeper.admit(opened));
    }

    /** The same, of somebody who goes away again at once. */
    String call(Session opened) {
        String told = connect(opened);
        if (told.equals("go on")) {
            doorkeeper.left(opened);
        }
        return told;
    }

    String mail(Session session) {
        return told(doorkeeper.mail(session));
    }

    String recipient(Session session) {
        return told(doorkeeper.recipient(session));
    }

    String content(Session session) {
        return told(doorkeeper.content(session));
    }

    double pressure(String resource) {
        return metrics.get("postern.pressure").tag("resource", resource).gauge().value();
    }

    /** The reply, and in parentheses its cause. */
    private static String told(@Nullable Reply reply) {
        return reply == null ? "go on" : reply.text() + " (" + reply.cause() + ")";
    }

    /** How many of so many tries go through. */
    static int passes(int tries, java.util.function.Supplier<String> attempt) {
        String[] told = new String[tries];
        Arrays.setAll(told, i -> attempt.get());
        return (int) Arrays.stream(told).filter("go on"::equals).count();
    }
}
