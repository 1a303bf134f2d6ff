package io.postern.delivery.relay.pace;

import java.time.Instant;

/** Whether an attempt may be made now. */
public sealed interface Turn {

    /** It may. The pass is to be closed when it is over. */
    record Go(Pass pass) implements Turn {}

    /** Not before then. */
    record NotBefore(Instant at) implements Turn {}

    /** When one that is under way has ended. */
    record AfterAnother() implements Turn {}
}
