package io.postern.ingress.session;

/** What the session says by itself. */
final class Replies {

    static final Reply OK = Reply.of(250, "2.0.0", "Ok");
    static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Ok");
    static final Reply GO_AHEAD = Reply.of(354, "", "End data with <CR><LF>.<CR><LF>");
    static final Reply BYE = Reply.of(221, "2.0.0", "Bye");
    static final Reply HELP = Reply.of(214, "2.0.0", "This is Postern, an SMTP server (RFC 5321)");
    static final Reply VERIFY =
            Reply.of(252, "2.0.0", "Cannot VRFY user, but will accept message and attempt delivery");
    static final Reply READY_FOR_TLS = Reply.of(220, "2.0.0", "Ready to start TLS");
    static final Reply AUTHENTICATED = Reply.of(235, "2.7.0", "Authentication successful");

    static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.2", "Line too long");
    static final Reply BARE_LF = Reply.of(500, "5.5.2", "Lines end in CRLF");
    static final Reply BARE_CR = Reply.of(500, "5.5.2", "Bare CR received; lines end in CRLF");
    static final Reply UNKNOWN = Reply.of(500, "5.5.2", "Command unrecognized");
    static final Reply NOT_IMPLEMENTED = Reply.of(502, "5.5.1", "Command not implemented");
    static final Reply NO_ARGUMENT = Reply.of(501, "5.5.4", "No argument expected");
    static final Reply HELO_SYNTAX = Reply.of(501, "5.5.4", "Syntax: EHLO hostname");
    static final Reply VRFY_SYNTAX = Reply.of(501, "5.5.4", "Syntax: VRFY address");
    static final Reply AUTH_SYNTAX = Reply.of(501, "5.5.4", "Syntax: AUTH mechanism [initial-response]");
    static final Reply BDAT_SYNTAX = Reply.of(501, "5.5.4", "Syntax: BDAT size [LAST]");

    static final Reply GREET_FIRST = Reply.of(503, "5.5.1", "Error: send HELO or EHLO first");
    static final Reply GREETED_TOO_OFTEN = Reply.of(503, "5.5.1", "Error: too many names");
    static final Reply NESTED_MAIL = Reply.of(503, "5.5.1", "Error: nested MAIL command");
    static final Reply NEED_MAIL = Reply.of(503, "5.5.1", "Error: need MAIL command");
    static final Reply NEED_RCPT = Reply.of(503, "5.5.1", "Error: need RCPT command");
    static final Reply BDAT_BEGUN = Reply.of(503, "5.5.1", "Error: only BDAT or RSET may follow BDAT");
    static final Reply IN_TRANSACTION = Reply.of(503, "5.5.1", "Error: MAIL transaction in progress");
    static final Reply TLS_ACTIVE = Reply.of(503, "5.5.1", "Error: TLS already active");
    static final Reply NO_AUTH = Reply.of(503, "5.5.1", "Error: authentication not enabled");
    static final Reply AUTH_DONE = Reply.of(503, "5.5.1", "Error: already authenticated");
    static final Reply NO_MECHANISM = Reply.of(504, "5.5.4", "Error: unknown authentication mechanism");
    static final Reply NOT_BASE64 = Reply.of(501, "5.5.2", "Error: cannot decode response");
    static final Reply AUTH_ABORTED = Reply.of(501, "5.7.0", "Authentication aborted");
    static final Reply TLS_FIRST = Reply.of(530, "5.7.0", "Must issue a STARTTLS command first");
    static final Reply AUTH_FIRST = Reply.of(530, "5.7.0", "Authentication required");

    static final Reply NO_VALID_RCPT = Reply.of(554, "5.5.1", "Error: no valid recipients");
    static final Reply TOO_MANY_RCPT = Reply.of(452, "4.5.3", "Too many recipients");
    static final Reply TOO_BIG = Reply.of(552, "5.3.4", "Message size exceeds fixed limit");
    static final Reply SPOOL_FULL =
            Reply.of(452, "4.3.1", "Insufficient system storage").because("spool-full");
    static final Reply LOOP = Reply.of(554, "5.4.6", "Too many hops").because("loop");
    static final Reply TEXT_TOO_LONG = Reply.of(554, "5.6.0", "Line too long");

    private static final Reply OUT_OF_STEP = Reply.of(554, "5.5.0", "Error: SMTP protocol synchronization");
    static final Reply EARLY_TALKER = OUT_OF_STEP.because("early-talker");
    static final Reply PIPELINED = OUT_OF_STEP.because("pipelining");

    private Replies() {}

    /** A CR or LF in a mail that is not part of a CRLF. */
    static Reply bare(String name) {
        return Reply.of(550, "5.5.2", "Bare " + name + " received; lines end in CRLF")
                .because("bare-newline");
    }

    static Reply relayDenied(String address) {
        return Reply.of(550, "5.7.1", "<" + address + ">: Relay access denied").because("relay");
    }

    static Reply userUnknown(String address) {
        return Reply.of(550, "5.1.1", "<" + address + ">: Recipient address rejected: User unknown")
                .because("unknown-user");
    }

    /** @param forGood whether the operator wants the client not to come again with it */
    static Reply mailboxFull(String address, boolean forGood) {
        String text = "<" + address + ">: Mailbox full";
        return (forGood ? Reply.of(552, "5.2.2", text) : Reply.of(452, "4.2.2", text)).because("mailbox-full");
    }

    /** The user's name may be beyond ASCII where replies must not be (RFC 6531 section 3.7.4.1). */
    static Reply notOwned(String sender, String user) {
        String named = user.replaceAll("[^ -~]", "?");
        return Reply.of(553, "5.7.1", "<" + sender + ">: Sender address rejected: not owned by user " + named)
                .because("sender-owner");
    }

    /** Ends a session that does too much of something. */
    static Reply enough(String host, String complaint, String cause) {
        return Reply.of(421, "4.7.0", host + " Error: " + complaint).because(cause);
    }
}
