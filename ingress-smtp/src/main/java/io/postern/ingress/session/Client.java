package io.postern.ingress.session;

import io.postern.contract.Session;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who is at the other end, as far as it is known, and what holds for it. */
final class Client {

    private final Function<String, Rules> rulesOf;
    private Session opened;
    private Rules rules;
    private Session.@Nullable Tls tls;
    private @Nullable String user;
    private @Nullable String helo;
    private boolean extended;

    Client(Session opened, Function<String, Rules> rulesOf) {
        this.opened = opened;
        this.rulesOf = rulesOf;
        this.rules = rulesOf.apply(opened.clientIp());
    }

    /** The name by which it knows us. */
    String host() {
        return opened.host();
    }

    Rules rules() {
        return rules;
    }

    boolean encrypted() {
        return tls != null;
    }

    void encrypted(Session.Tls agreed) {
        tls = agreed;
    }

    @Nullable
    String user() {
        return user;
    }

    void authenticated(String name) {
        user = name;
    }

    /** What it calls itself, {@code null} before the greeting. */
    @Nullable
    String helo() {
        return helo;
    }

    /** Whether it has said EHLO. */
    boolean extended() {
        return extended;
    }

    void greeted(String name, boolean extended) {
        this.helo = name;
        this.extended = extended;
    }

    /** Whether it may send to anywhere. */
    boolean mayRelay() {
        return user != null || rules.relay();
    }

    /** Whether its mail is our own people's. */
    boolean outgoing() {
        return mayRelay() || rules.submission();
    }

    /** What was said in clear counts for nothing once the connection is encrypted. */
    void forget() {
        helo = null;
        extended = false;
        user = null;
    }

    /** A proxy speaks for somebody else from here on. */
    void reopen(String sessionId, XclientCommand other) {
        forget();
        String ip = other.address() == null ? opened.clientIp() : other.address();
        int port = other.port() == null ? opened.clientPort() : other.port();
        opened = Session.opened(
                sessionId, opened.host(), opened.instance(), opened.listener(), ip, port, opened.openedAt());
        rules = rulesOf.apply(ip);
        user = other.login();
    }

    /** @param smtpUtf8 whether the mail at hand needs it */
    Session snapshot(boolean smtpUtf8) {
        return new Session(
                opened.id(),
                opened.host(),
                opened.instance(),
                opened.listener(),
                opened.clientIp(),
                opened.clientPort(),
                opened.openedAt(),
                helo,
                helo == null ? null : protocol(smtpUtf8),
                user,
                tls,
                outgoing());
    }

    /** By the names of RFC 3848 and RFC 6531 section 4.3. */
    private String protocol(boolean smtpUtf8) {
        if (!extended) {
            return "SMTP";
        }
        return (smtpUtf8 ? "UTF8SMTP" : "ESMTP") + (tls == null ? "" : "S") + (user == null ? "" : "A");
    }
}
