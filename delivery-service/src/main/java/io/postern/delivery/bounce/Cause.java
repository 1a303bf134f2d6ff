package io.postern.delivery.bounce;

/**
 * Why mail is not delivered, for a human.
 *
 * @param name stable and short: {@code mailbox-full}
 * @param happened in a sentence
 * @param advice what the sender can do once we have given up, in a sentence or two
 */
public record Cause(String name, String happened, String advice) {}
