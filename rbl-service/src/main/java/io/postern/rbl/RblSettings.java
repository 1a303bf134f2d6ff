package io.postern.rbl;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** The settings of the block list check. */
@ConfigMapping(prefix = "postern.rbl")
interface RblSettings {

    /** The file of lists; relative to the working directory. */
    @WithDefault("config/lists/rbl.yaml")
    Path listsFile();

    /** How often the file is looked at for changes. */
    @WithDefault("1s")
    Duration reload();

    /** How long the lists are waited for; below the deadline that the policy has for the check. */
    @WithDefault("2s")
    Duration deadline();

    /** How the health of the lists is watched. */
    Probe probe();

    /** When a list is suspended that lists too many. */
    Breaker breaker();

    /** Questions that every list must answer in a known way. */
    interface Probe {

        /** How often a list in service is probed, by one of all instances. */
        @WithDefault("1m")
        Duration interval();

        /** How soon a list is probed again that has just gone out of service; doubled each time, up to the interval. */
        @WithDefault("5s")
        Duration retry();
    }

    /** Watches which share of the clients a list has. */
    interface Breaker {

        /** Of so many different networks of clients, the last ones, the share is taken. 0: nothing is watched. */
        @WithDefault("50")
        int clients();

        /** How long a list is suspended at least. */
        @WithDefault("10m")
        Duration coolDown();
    }
}
