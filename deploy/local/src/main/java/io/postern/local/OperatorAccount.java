package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * Who may use the REST interfaces of a stack, with a password that no two stacks share.
 *
 * @param file has the password, and nobody but its owner may read it
 */
record OperatorAccount(Path file) {

    static final String NAME = "operator";

    void makeOnce() {
        if (Files.exists(file)) {
            return;
        }
        try {
            OwnerOnly.write(file, Passwords.random());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The account as a service is told of it. */
    Map<String, String> environment() {
        return Map.of(
                "QUARKUS_SECURITY_USERS_EMBEDDED_USERS_OPERATOR",
                password(),
                "QUARKUS_SECURITY_USERS_EMBEDDED_ROLES_OPERATOR",
                "operator");
    }

    /** The account as a client of a REST interface tells it. */
    String authorization() {
        byte[] account = (NAME + ":" + password()).getBytes(UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(account);
    }

    private String password() {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
