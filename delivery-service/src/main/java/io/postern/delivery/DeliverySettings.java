package io.postern.delivery;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

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

    /** Whether spans carry the recipient's address. Traces often lie where addresses should not. */
    @WithDefault("false")
    boolean traceAddresses();

    Custody custody();

    Queue queue();

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

        /** The wait after a first attempt that failed for now; it doubles with each. */
        @WithDefault("1m")
        Duration retryFirst();

        /** The longest wait between two attempts. */
        @WithDefault("1h")
        Duration retryMost();
    }
}
