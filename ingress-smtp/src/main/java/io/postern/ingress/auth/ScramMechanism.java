package io.postern.ingress.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.ingress.auth.SaslExchange.Step;
import java.util.Base64;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677): the password never comes here. Who does not exist gets the
 * same messages as who does.
 */
final class ScramMechanism implements Mechanism {

    static final String NAME = "SCRAM-SHA-256";

    private static final int MAX_NONCE = 256;
    private static final int MAX_MESSAGE = 2048;
    private static final int PROOF = 32;
    private static final Pattern STRAY_EQUALS = Pattern.compile("=(?!2C|3D)");

    private final Attempt attempt;
    private final Users users;
    private final Supplier<String> nonces;
    private @Nullable Begun begun;
    private @Nullable String proven;

    /**
     * What is known after the client's first message.
     *
     * @param binding what the client has to repeat of its header, in base64
     * @param messages both first messages, as they are signed
     */
    private record Begun(String user, ScramKeys keys, String binding, String nonce, String messages) {}

    /** @param nonces our part of the nonce: printable, without a comma, never the same again */
    ScramMechanism(Attempt attempt, Users users, Supplier<String> nonces) {
        this.attempt = attempt;
        this.users = users;
        this.nonces = nonces;
    }

    @Override
    public boolean serverFirst() {
        return false;
    }

    @Override
    public Step respond(byte[] response) throws Malformed {
        String message = Mechanism.text(response, MAX_MESSAGE);
        if (begun == null) {
            return first(message);
        }
        if (proven == null) {
            return proof(begun, message);
        }
        if (!message.isEmpty()) {
            throw new Malformed();
        }
        return attempt.welcome(proven);
    }

    /** {@code gs2-cbind-flag "," [authzid] "," "n=" user "," "r=" nonce ["," extensions]}. */
    private Step first(String message) throws Malformed {
        String[] parts = message.split(",", 5);
        // "p=" would bind to the channel, "m=" in place of the name is an extension that we have to refuse.
        if (parts.length < 4 || !(parts[0].equals("n") || parts[0].equals("y"))) {
            throw new Malformed();
        }
        String user = Mechanism.name(unescaped(value("n=", parts[2])));
        String nonce = value("r=", parts[3]);
        if (!nonce.matches("[\\x21-\\x2b\\x2d-\\x7e]{1," + MAX_NONCE + "}")) {
            throw new Malformed();
        }
        if (!parts[1].isEmpty() && !Users.key(unescaped(value("a=", parts[1]))).equals(Users.key(user))) {
            return attempt.wrong(user);
        }
        Step limited = attempt.limited(user);
        if (limited != null) {
            return limited;
        }
        int bare = parts[0].length() + parts[1].length() + 2;
        ScramKeys keys = users.scram(user);
        String ours = keys.challenge(nonce + nonces.get());
        String binding =
                Base64.getEncoder().encodeToString(message.substring(0, bare).getBytes(UTF_8));
        begun = new Begun(
                user,
                keys,
                binding,
                ours.substring(ours.indexOf('=') + 1, ours.indexOf(',')),
                message.substring(bare) + "," + ours);
        return new Step.Challenge(ours.getBytes(UTF_8));
    }

    /** {@code "c=" binding "," "r=" nonce ["," extensions] "," "p=" proof}. */
    private Step proof(Begun begun, String message) throws Malformed {
        int last = message.lastIndexOf(",p=");
        if (last < 0) {
            throw new Malformed();
        }
        String unproven = message.substring(0, last);
        String[] parts = unproven.split(",", 3);
        if (parts.length < 2
                || !value("c=", parts[0]).equals(begun.binding())
                || !value("r=", parts[1]).equals(begun.nonce())) {
            throw new Malformed();
        }
        byte[] proof = decoded(message.substring(last + 3));
        String signed = begun.messages() + "," + unproven;
        Step step =
                attempt.check(begun.user(), () -> begun.keys().proves(proof, signed) ? Users.key(begun.user()) : null);
        if (step instanceof Step.Authenticated authenticated) {
            proven = authenticated.user();
            String signature = Base64.getEncoder().encodeToString(begun.keys().signature(signed));
            return new Step.Challenge(("v=" + signature).getBytes(UTF_8));
        }
        return step;
    }

    private static String value(String attribute, String part) throws Malformed {
        if (!part.startsWith(attribute)) {
            throw new Malformed();
        }
        return part.substring(attribute.length());
    }

    /** A name: comma and equals sign are written as {@code =2C} and {@code =3D}. */
    private static String unescaped(String name) throws Malformed {
        if (STRAY_EQUALS.matcher(name).find()) {
            throw new Malformed();
        }
        return name.replace("=2C", ",").replace("=3D", "=");
    }

    private static byte[] decoded(String base64) throws Malformed {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (bytes.length == PROOF) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // as below
        }
        throw new Malformed();
    }
}
