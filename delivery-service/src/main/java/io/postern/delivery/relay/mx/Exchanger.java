package io.postern.delivery.relay.mx;

/**
 * A host that takes the mail of a domain.
 *
 * @param host its name, without a dot in the end
 * @param implicit whether it is the domain itself, for want of an MX record
 */
public record Exchanger(String host, boolean implicit) {}
