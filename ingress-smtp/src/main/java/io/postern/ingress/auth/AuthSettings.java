package io.postern.ingress.auth;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Who our users are, and what guessing at their passwords costs; {@code postern.ingress.auth}. */
public interface AuthSettings {

    /**
     * A file of users with their salted hashes, a line for each: {@code name:{SCHEME}hash}. Read again when it changes.
     * Without it, a database or a directory can serve, if the ingress was built with one; else nobody can log in.
     */
    Optional<Path> userFile();

    /** How long it may take to tell whether a password is right; beyond, the client is told 454. Above 0. */
    @WithDefault("10S")
    Duration deadline();

    /** Passwords that are checked at the same time, 1 to 1000; the next login is told 454. */
    @WithDefault("100")
    int concurrent();

    /**
     * Hashes of the user file that are computed at the same time, 1 or more. If not given, one less than there are
     * cores, so that mail flows while somebody guesses.
     */
    Optional<Integer> hashes();

    /**
     * How long a password that was right is taken again without asking; {@code 0S} asks always. A change in the user
     * file counts at once, one in a database or a directory only after this time.
     */
    @WithDefault("5M")
    Duration remember();

    /** The time over which failed logins are counted. Above 0. */
    @WithDefault("10M")
    Duration window();

    /**
     * Failed logins from an address (for IPv6, a /64 network) within the window before further ones are told 454; 1 or
     * more. Networks in {@code postern.ingress.defence.trusted} are not counted.
     */
    @WithDefault("10")
    int failuresPerAddress();

    /** Failed logins to an account within the window before further ones are told 454; 1 or more. */
    @WithDefault("20")
    int failuresPerAccount();

    /**
     * How long an address is known as its user's after a login: others cannot lock him out there. Kept in memory, so
     * that it ends with a restart.
     */
    @WithDefault("24H")
    Duration familiar();

    /** How late a failed login is answered, times the failures of its address or account; {@code 0S} is at once. */
    @WithDefault("1S")
    Duration delay();

    /** The longest of these delays. */
    @WithDefault("10S")
    Duration longestDelay();
}
