package io.postern.ingress.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.SecureRandom;

/**
 * Prints a line for the user file. The name is the argument; the password is the first line of the input, so that no list
 * of processes shows it.
 */
final class UserLine {

    /**
     * Over three times the least that RFC 7677 allows. Clients compute them too, on phones, and so do we for PLAIN: some
     * ten milliseconds.
     */
    private static final int ITERATIONS = 15_000;

    private static final int SALT = 16;

    private UserLine() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("one argument, the name of the user");
        }
        String password = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
        System.out.println(of(arguments[0], password == null ? "" : password));
    }

    /**
     * @return {@code name:{SCRAM-SHA-256}iterations,salt,storedKey,serverKey}, another each time
     * @throws IllegalArgumentException if it is no name, or the password is empty or has more than 512 bytes
     */
    static String of(String name, String password) {
        if (!Users.isName(name) || name.indexOf(':') >= 0 || name.startsWith("#")) {
            throw new IllegalArgumentException("not a name of a user");
        }
        if (password.isEmpty() || password.getBytes(UTF_8).length > Mechanism.MAX_PASSWORD) {
            throw new IllegalArgumentException("a password has 1 to " + Mechanism.MAX_PASSWORD + " bytes");
        }
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        return name + ":{" + ScramMechanism.NAME + "}"
                + ScramKeys.of(password.toCharArray(), ITERATIONS, salt).text();
    }
}
