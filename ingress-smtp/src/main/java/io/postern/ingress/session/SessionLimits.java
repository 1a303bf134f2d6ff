package io.postern.ingress.session;

/**
 * Bounds of a session (RFC 5321 section 4.5.3).
 *
 * @param messageSize bytes of a mail
 * @param recipients of a mail
 * @param errors commands refused as wrong before the session is closed
 * @param commandLine bytes of a command line with its CRLF
 * @param textLine bytes of a line of a mail without its CRLF
 */
public record SessionLimits(long messageSize, int recipients, int errors, int commandLine, int textLine) {}
