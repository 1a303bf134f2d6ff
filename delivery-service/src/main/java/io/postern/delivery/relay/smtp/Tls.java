package io.postern.delivery.relay.smtp;

/** Whether a connection is encrypted. */
public enum Tls {
    /** Never. */
    NONE,
    /** If the peer can. Against those who only listen; the certificate is not looked at (RFC 7435). */
    OPPORTUNISTIC,
    /** By STARTTLS (RFC 3207), with a certificate that we trust and that has the host's name; or not at all. */
    REQUIRED,
    /** As {@link #REQUIRED}, from the first byte on (RFC 8314 section 3.3). */
    IMPLICIT;

    boolean verified() {
        return this == REQUIRED || this == IMPLICIT;
    }
}
