package io.postern.delivery.api;

import java.time.Instant;

/**
 * What waits for one destination.
 *
 * @param destination {@code maildir}, {@code smtp:example.org}; {@code none} for mail without a route
 * @param recipients how many wait
 * @param held how many of them an operator holds back
 * @param oldest when the oldest mail of them was received
 * @param nextDue when the next of them is tried
 */
public record Destination(String destination, long recipients, long held, Instant oldest, Instant nextDue) {}
