package io.postern.ingress.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.postern.ingress.auth.SaslExchange.Step;
import org.jspecify.annotations.Nullable;

/** LOGIN (draft-murchison-sasl-login): name and password, each asked for. For clients that know no better. */
final class LoginMechanism implements Mechanism {

    private final Attempt attempt;
    private boolean asked;
    private @Nullable String user;

    LoginMechanism(Attempt attempt) {
        this.attempt = attempt;
    }

    @Override
    public boolean serverFirst() {
        return true;
    }

    @Override
    public Step respond(byte[] response) throws Malformed {
        if (!asked && response.length == 0) {
            asked = true;
            return challenge("Username:");
        }
        asked = true;
        if (user == null) {
            user = Mechanism.name(Mechanism.text(response, Users.MAX_NAME));
            return challenge("Password:");
        }
        return attempt.password("", user, Mechanism.password(Mechanism.text(response, MAX_PASSWORD)));
    }

    private static Step challenge(String prompt) {
        return new Step.Challenge(prompt.getBytes(US_ASCII));
    }
}
