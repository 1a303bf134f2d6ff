package io.postern.local;

import java.util.List;
import java.util.Map;

/** What a part runs, and how to see whether it can do its job. */
interface Program {

    String name();

    /** The ports it listens at, the one that clients know it by first. */
    List<Port> ports();

    /** Does what has to be done before the first start, and nothing if it is done. */
    void prepare();

    List<String> command();

    /** What is added to the environment. A secret goes here: the command can be read by everybody. */
    Map<String, String> environment();

    /** Whether it can do its job at this moment; answers within about a second. */
    boolean ready();

    /** How it is asked to end. */
    default Signal farewell() {
        return Signal.TERM;
    }
}
