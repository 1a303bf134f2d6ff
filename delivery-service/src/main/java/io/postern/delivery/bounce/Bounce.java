package io.postern.delivery.bounce;

import io.postern.contract.Envelope;

/**
 * A notice, ready to be sent.
 *
 * @param envelope the null sender, and to whom
 * @param content a mail (RFC 5322), lines end in CRLF
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Bounce(Envelope envelope, byte[] content) {}
