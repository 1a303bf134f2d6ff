package io.postern.local;

import java.util.Map;

/** Where a service has its things in a stack. */
interface Places {

    /** The settings that say so to it; they win over the operator's file. */
    Map<String, Object> settings(StackOptions at);

    /** What it is told by its environment: secrets, which a command line would show to everybody. */
    default Map<String, String> environment(StackOptions at) {
        return Map.of();
    }

    /** Makes what has to be there and is not, before a start. */
    default void furnish(StackOptions at) {}
}
