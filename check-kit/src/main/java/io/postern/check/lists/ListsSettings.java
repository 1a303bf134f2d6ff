package io.postern.check.lists;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How lists are watched; a check's own settings have these among them. */
public interface ListsSettings {

    /** How often the file of lists is looked at for changes. */
    @WithDefault("1s")
    Duration reload();

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

    /** Watches which share of what is looked up a list has. */
    interface Breaker {

        /** Of so many different networks of clients, or names, the last ones, the share is taken. 0: nothing is watched. */
        @WithDefault("50")
        int clients();

        /** How long a list is suspended at least. */
        @WithDefault("10m")
        Duration coolDown();
    }
}
