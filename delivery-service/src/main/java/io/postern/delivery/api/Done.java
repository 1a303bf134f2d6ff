package io.postern.delivery.api;

/**
 * What was done.
 *
 * @param recipients how many were changed
 * @param underWay how many more are meant and were left alone, because they were being delivered
 * @param more whether there is more to change than one request may: send it again
 */
public record Done(int recipients, long underWay, boolean more) {}
