package io.postern.delivery.api;

import java.time.Instant;
import java.util.Map;

/**
 * A mail in a list.
 *
 * @param recipients how many of them are in which state
 */
public record MailLine(String id, String sender, long size, Instant receivedAt, Map<String, Long> recipients) {}
