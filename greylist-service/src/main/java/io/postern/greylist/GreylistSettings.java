package io.postern.greylist;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of greylisting. */
@ConfigMapping(prefix = "postern.greylist")
interface GreylistSettings {

    /** How long after its first attempt a triplet is let in. */
    @WithDefault("300s")
    Duration delay();

    /** How long after its first attempt it may come back; later it is met for the first time again. */
    @WithDefault("2d")
    Duration retryWindow();

    /** How long a triplet that was let in is remembered since it was last seen; so is a client that is trusted. */
    @WithDefault("36d")
    Duration memory();

    /** How many triplets of a client network, or of the hosts of a domain, have to pass until all of them do; 0: never. */
    @WithDefault("5")
    int autoWhitelist();

    /** The length of the networks that count as one client, in bits. */
    Network network();

    /** Prefixes. */
    interface Network {

        /** Of an IPv4 client. */
        @WithDefault("24")
        int ipv4();

        /** Of an IPv6 client. */
        @WithDefault("64")
        int ipv6();

        default int of(InetAddress client) {
            return client.getAddress().length == 4 ? ipv4() : ipv6();
        }
    }

    /** Who is never greylisted: a YAML file of the operator's. Without: nobody but those of the list that comes with us. */
    Optional<Path> exemptionsFile();

    /** Whether the list of large senders that comes with us counts. */
    @WithDefault("true")
    boolean knownSenders();

    /** How often the file is looked at. */
    @WithDefault("2s")
    Duration reload();

    /** How long the names of a client are waited for; then its network has to do. */
    @WithDefault("300ms")
    Duration namesDeadline();

    /** How long the database is waited for; then the verdict is ERROR. */
    @WithDefault("1s")
    Duration deadline();

    /** What is remembered in front of the database. */
    Cache cache();

    /** Bounds of it. */
    interface Cache {

        /** How many triplets and trusted clients. */
        @WithDefault("100000")
        int entries();

        /** How long; for so long an instance may not notice that another was told to forget. */
        @WithDefault("5m")
        Duration time();
    }

    /** How many statements are carried out at once; what comes meanwhile goes together in the next ones. */
    @WithDefault("4")
    int writers();

    /** How many questions may wait for the database; more are answered ERROR. */
    @WithDefault("10000")
    int waiting();
}
