package io.postern.ingress.auth;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wildfly.security.password.Password;
import org.wildfly.security.password.PasswordFactory;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.util.ModularCrypt;

/** A modular crypt hash: bcrypt ({@code $2a$}, {@code $2b$}, {@code $2y$}), SHA-256 ({@code $5$}) or SHA-512 ({@code $6$}). */
final class CryptHash implements StoredPassword {

    /** Costs above would take more seconds than a client waits. */
    private static final int MAX_COST = 15;

    private static final int MAX_ROUNDS = 1_000_000;
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final Pattern SHA = Pattern.compile(
            "\\$(?:5\\$(?:rounds=(\\d{4,9})\\$)?[^$]{1,16}\\$[./A-Za-z0-9]{43}|6\\$(?:rounds=(\\d{4,9})\\$)?[^$]{1,16}\\$[./A-Za-z0-9]{86})");
    private static final Provider PROVIDER = WildFlyElytronPasswordProvider.getInstance();

    private final PasswordFactory factory;
    private final Password hash;

    private CryptHash(PasswordFactory factory, Password hash) {
        this.factory = factory;
        this.hash = hash;
    }

    /**
     * @param prefix of the hash as its scheme wants it
     * @throws IllegalArgumentException with the reason, which does not show the hash
     */
    static CryptHash parse(String text, String prefix) {
        if (!text.startsWith(prefix)) {
            throw new IllegalArgumentException("not a hash of this scheme");
        }
        check(text);
        // The three letters mark old mistakes of others' libraries; of what is hashed now they say nothing.
        String known = text.startsWith("$2") ? "$2a" + text.substring(3) : text;
        try {
            Password hash = ModularCrypt.decode(known);
            PasswordFactory factory = PasswordFactory.getInstance(hash.getAlgorithm(), PROVIDER);
            return new CryptHash(factory, factory.translate(hash));
        } catch (GeneralSecurityException e) {
            // Its text could show the hash.
            throw new IllegalArgumentException("not a crypt hash");
        }
    }

    private static void check(String text) {
        Matcher bcrypt = BCRYPT.matcher(text);
        Matcher sha = SHA.matcher(text);
        if (bcrypt.matches()) {
            bounded(bcrypt.group(1), 4, MAX_COST, "the cost of bcrypt");
        } else if (sha.matches()) {
            String rounds = sha.group(1) == null ? sha.group(2) : sha.group(1);
            bounded(rounds == null ? "5000" : rounds, 1000, MAX_ROUNDS, "the rounds");
        } else {
            throw new IllegalArgumentException("neither {SCHEME}hash nor a crypt hash that is known ($2y$, $5$, $6$)");
        }
    }

    private static void bounded(String number, int least, int most, String what) {
        int value = Integer.parseInt(number);
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be " + least + " to " + most + ": " + value);
        }
    }

    @Override
    public boolean matches(char[] password) {
        try {
            return factory.verify(hash, password);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a crypt hash cannot be computed", e);
        }
    }
}
