package io.postern.delivery.mailbox;

/** How much lies in a mailbox. */
public record Usage(long bytes, long messages) {

    static final Usage NOTHING = new Usage(0, 0);

    Usage and(long moreBytes, long moreMessages) {
        return new Usage(bytes + moreBytes, messages + moreMessages);
    }
}
