package io.postern.delivery;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of delivery, below {@code postern.delivery}. */
@ConfigMapping(prefix = "postern.delivery")
public interface DeliverySettings {

    /** Where the mailboxes lie: {@code <domain>/<user>/Maildir} below it. */
    @WithDefault("mail")
    Path mailDir();

    /** The operator's list of domains and mailboxes, in YAML. */
    @WithDefault("directory.yaml")
    Path directoryFile();

    /** How often to look whether the directory file has changed. */
    @WithDefault("1s")
    Duration directoryPoll();

    /** How often to look whether there is room again in a mailbox that has little. */
    @WithDefault("10s")
    Duration roomPoll();

    /** The operator's list of ways out of the house, in YAML. Without one all goes to the mail exchangers. */
    Optional<Path> routesFile();

    /** By which name we greet, and report; that of the machine if not given. */
    Optional<String> hostName();

    /** How long is known what became of a mail, and how long a failed or quarantined one is kept. */
    @WithDefault("30d")
    Duration history();

    Custody custody();

    Large large();

    Queue queue();

    Retries retries();

    Relay relay();

    Notices notices();

    /** Taking mail over from the log into the database. */
    interface Custody {

        /** How much content one transaction takes over. A single mail may be larger; it then has one of its own. */
        @WithDefault("8M")
        MemorySize group();

        /** How long to read the contents of a group from the log before trying again. */
        @WithDefault("20s")
        Duration contentDeadline();

        /** How far apart the same bytes from the same sender to the same recipient count as one mail sent again. */
        @WithDefault("24h")
        Duration resendWindow();
    }

    /** Contents that are too large for the database. */
    interface Large {

        /** Where they lie, for all instances the same. Without one the database keeps all. */
        Optional<Path> folder();

        /** So many bytes make a content a large one. */
        @WithDefault("1M")
        MemorySize from();
    }

    /** Handing out what is owed. */
    interface Queue {

        /** How many batches are under way at once. 0: this instance takes custody and delivers nothing. */
        @WithDefault("2")
        int workers();

        /** How many recipients a batch has at most. */
        @WithDefault("100")
        int batch();

        /** How many mailbox files are written at once; what they wait for is the disk's flush. */
        @WithDefault("8")
        int writers();

        /** How long a batch is kept from other instances. One that dies with a batch holds it up for so long. */
        @WithDefault("30s")
        Duration lease();

        /** How often to look for what has become due. Fresh mail does not wait for it. */
        @WithDefault("1s")
        Duration poll();
    }

    /** Trying again. Routes may have it otherwise. */
    interface Retries {

        /** After the first attempt, the second, and so on; the last for all that follow. */
        @WithDefault("5m,10m,20m,40m,1h,2h,4h")
        List<Duration> waits();

        /** How long after its receipt the sender is told that a mail is not delivered yet. */
        @WithDefault("4h")
        Duration warnAfter();

        /** How long a mail is tried before it goes back to its sender. */
        @WithDefault("5d")
        Duration lifetime();
    }

    /** Mail that leaves by the network. */
    interface Relay {

        /** The port of mail exchangers. Another one is for tests. */
        @WithDefault("25")
        int port();

        /** Name servers, as {@code HOST:PORT}, separated by commas; those of the system if none. */
        Optional<List<String>> nameServers();

        /** How long a look-up may take. */
        @WithDefault("10s")
        Duration lookup();

        /** Whether mail exchangers may be on this machine. Whoever writes the DNS of a domain says where they are. */
        @WithDefault("false")
        boolean loopback();

        /** How many transfers may be under way, each with a connection. */
        @WithDefault("1000")
        int transfers();

        /** How many recipients an instance may have in hand. */
        @WithDefault("2000")
        int recipientsInHand();

        /** How long they are kept from other instances; longer than an attempt. */
        @WithDefault("20m")
        Duration lease();

        /** How long an attempt may take in all, whatever the peers do. */
        @WithDefault("10m")
        Duration attempt();

        /** How long to wait for a connection. */
        @WithDefault("30s")
        Duration connect();

        /** How long to wait for a reply (RFC 5321 section 4.5.3.2). */
        @WithDefault("5m")
        Duration reply();

        /** How long to wait for the reply to all of a mail. */
        @WithDefault("10m")
        Duration finalReply();

        /** Recipients of one transaction. */
        @WithDefault("100")
        int recipients();

        /** Transfers at once to one destination, once one has succeeded. */
        @WithDefault("20")
        int concurrency();

        /** So many failures in a row, and a destination is left alone for a time. */
        @WithDefault("3")
        int failures();

        /** For how long at first; it doubles with each trial that fails. */
        @WithDefault("30s")
        Duration pause();

        /** And at most. */
        @WithDefault("10m")
        Duration longestPause();
    }

    /** Telling senders what became of their mail. */
    interface Notices {

        /** The address of a human at this mail system; {@code postmaster} at our own name if not given. */
        Optional<String> postmaster();

        /** So large a mail is brought back whole where its sender wants that. */
        @WithDefault("64K")
        MemorySize whole();
    }
}
