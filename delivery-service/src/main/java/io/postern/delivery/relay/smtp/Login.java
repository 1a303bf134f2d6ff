package io.postern.delivery.relay.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Set;

/** Logs in (RFC 4954) by PLAIN or, with servers that have only that, by LOGIN. */
final class Login {

    private static final int DONE = 235;

    private Login() {}

    /** @param inClear whether the operator wants no TLS; else nobody is told a password without */
    static void as(Credentials who, Dialogue dialogue, Extensions extensions, boolean inClear) throws Broken {
        if (dialogue.wire().tlsVersion() == null && !inClear) {
            throw dialogue.found(Step.LOGIN, "4.7.11", "no login without TLS");
        }
        Set<String> mechanisms = extensions.mechanisms();
        Reply reply;
        if (mechanisms.contains("PLAIN")) {
            reply = dialogue.ask(Step.LOGIN, "AUTH PLAIN " + base64("\0" + who.user() + "\0" + who.password()));
        } else if (mechanisms.contains("LOGIN")) {
            reply = dialogue.ask(Step.LOGIN, "AUTH LOGIN");
            if (reply.intermediate()) {
                reply = dialogue.ask(Step.LOGIN, base64(who.user()));
            }
            if (reply.intermediate()) {
                reply = dialogue.ask(Step.LOGIN, base64(who.password()));
            }
        } else {
            throw dialogue.found(Step.LOGIN, "4.7.0", "neither PLAIN nor LOGIN is offered");
        }
        if (reply.code() != DONE) {
            throw dialogue.spoken(Step.LOGIN, reply);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
