package io.postern.ingress.session;

/**
 * Bounds of a session (RFC 5321 section 4.5.3).
 *
 * @param messageSize bytes of a mail
 * @param recipients of a mail
 * @param mails of a session
 * @param errors commands refused as wrong before the session is closed
 * @param junk commands that move nothing (NOOP, RSET, VRFY, HELP...) between two mails, before each counts as wrong
 * @param hops Received fields of a mail before it is taken for a loop (RFC 5321 section 6.3)
 * @param commandLine bytes of a command line with its CRLF
 * @param textLine bytes of a line of a mail without its CRLF
 * @param bareNewlines what becomes of a CR or LF that is not part of a CRLF in a mail
 */
public record SessionLimits(
        long messageSize,
        int recipients,
        int mails,
        int errors,
        int junk,
        int hops,
        int commandLine,
        int textLine,
        BareNewlines bareNewlines) {

    /** How many names a client may give itself. */
    static final int GREETINGS = 3;

    /** What becomes of a bare CR or LF. */
    public enum BareNewlines {
        /** The mail is refused. */
        REFUSE,
        /** LF becomes CRLF, CR becomes a space. Neither ends the mail. */
        NORMALISE
    }
}
