package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who may log in to a fresh stack, with passwords that no two stacks share.
 *
 * @param users what the ingress reads: hashes only. The operator's from the first start on
 * @param credentials what a person reads
 */
record Accounts(Path users, Path credentials) {

    static final String ALICE = "alice@postern.test";
    static final String BOB = "bob@postern.test";

    private static final String USERS = """
            # Who may log in: a user and the hash of his password a line. Read again when it changes.
            # doveadm pw -s SCRAM-SHA-256 makes such a hash.
            """;

    private static final String CREDENTIALS = """
            # Made at the first start: who may log in to send mail; a user and his password a line.
            # The ingress does not read this file: it has the hashes in config/users.
            """;

    /** Makes accounts and both files, if there are no users. */
    void makeOnce() {
        if (Files.exists(users)) {
            return;
        }
        Map<String, String> passwords = new TreeMap<>();
        List.of(ALICE, BOB).forEach(user -> passwords.put(user, Passwords.random()));
        try {
            // The users last: with them it is done, and nobody could tell their passwords later.
            OwnerOnly.write(credentials, CREDENTIALS + lines(passwords, " "));
            passwords.replaceAll((user, password) -> ScramSha256.hash(password));
            OwnerOnly.write(users, USERS + lines(passwords, ":"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lines(Map<String, String> byUser, String separator) {
        return byUser.entrySet().stream()
                .map(entry -> entry.getKey() + separator + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** The password of a user as the credentials have it; empty if they or the user are not there. */
    Optional<String> password(String user) {
        try {
            return Files.readAllLines(credentials, UTF_8).stream()
                    .filter(line -> line.startsWith(user + " "))
                    .map(line -> line.substring(user.length() + 1))
                    .findFirst();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
