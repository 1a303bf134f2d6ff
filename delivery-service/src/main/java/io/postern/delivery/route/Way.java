package io.postern.delivery.route;

import io.postern.delivery.mailbox.Box;
import io.postern.delivery.relay.Route;
import io.postern.delivery.relay.pace.PaceLimits;

/** Where the mail of one recipient goes. */
public sealed interface Way {

    /** The destination of all mailboxes of ours. */
    String HERE = "maildir";

    /** That of names that stand for others: nothing is delivered there, but what became of it is told. */
    String ALIAS = "alias";

    /** What it is called in queue and events, and by whom it is held back: mail of the same destination. */
    String destination();

    /** When it is tried again. */
    RetrySchedule retries();

    /** Into a Maildir of ours. */
    record Mailbox(Box box, RetrySchedule retries) implements Way {
        @Override
        public String destination() {
            return HERE;
        }
    }

    /**
     * To nobody: the domain is ours, and has no such mailbox.
     *
     * @param alias whether it has such a name, which leads to nobody
     */
    record NoMailbox(String address, boolean alias, RetrySchedule retries) implements Way {
        @Override
        public String destination() {
            return HERE;
        }
    }

    /** Over the network. */
    record Network(Route route, PaceLimits pace, RetrySchedule retries) implements Way {
        @Override
        public String destination() {
            return route.destination();
        }
    }

    /** Nowhere yet: the operator has it wait. */
    record Waiting(RetrySchedule retries) implements Way {

        public static final String DESTINATION = "none";

        @Override
        public String destination() {
            return DESTINATION;
        }
    }
}
