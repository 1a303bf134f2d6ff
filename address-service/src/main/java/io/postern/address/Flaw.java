package io.postern.address;

import java.util.Locale;

/** What can be the matter with a client, its HELO name, its sender. */
enum Flaw {
    NO_REVERSE(
            "the client's address has no name",
            "5.7.25",
            "Client host [%s] rejected: cannot find your reverse hostname"),
    REVERSE_UNCONFIRMED(
            "no name of the client's address leads back to it",
            "5.7.25",
            "Client host [%s] rejected: your reverse hostname does not lead back to your address"),
    REVERSE_GENERIC(
            "the client's name looks like that of a line, not of a server",
            "5.7.25",
            "Client host [%s] rejected: your reverse hostname looks generic"),
    REVERSE_ERROR(
            "the client's name could not be looked up",
            "5.7.25",
            "Client host [%s] rejected: cannot look up your reverse hostname"),

    HELO_INVALID(
            "the HELO name is neither a host name with a domain nor an address literal",
            "5.5.2",
            "Helo command rejected: need a fully qualified host name or an address literal"),
    HELO_OURS("the HELO name is ours", "5.7.1", "Helo command rejected: %s is not you"),
    HELO_LITERAL_MISMATCH(
            "the HELO name is the literal of another address",
            "5.7.1",
            "Helo command rejected: %s is not your address"),
    HELO_UNRESOLVABLE("there is no host with the HELO name", "5.7.1", "Helo command rejected: Host %s not found"),
    HELO_INCONSISTENT(
            "the HELO name is that of another host",
            "5.7.1",
            "Helo command rejected: %s does not belong to your address"),
    HELO_ERROR("the HELO name could not be looked up", "5.7.1", "Helo command rejected: cannot look up %s"),

    SENDER_NULL_MX(
            "the sender's domain takes no mail",
            "5.7.27",
            "Sender address rejected: Domain %s does not accept mail (nullMX)"),
    SENDER_NO_DOMAIN("the sender's domain does not exist", "5.1.8", "Sender address rejected: Domain not found"),
    SENDER_NO_MAIL_HOST(
            "the sender's domain has no mail host", "5.1.8", "Sender address rejected: Domain %s has no mail host"),
    SENDER_ERROR(
            "the sender's domain could not be looked up",
            "5.1.8",
            "Sender address rejected: cannot look up the domain %s");

    final String text;
    final String status;
    private final String reply;

    /**
     * @param text for the operator
     * @param status the enhanced status code of a rejection
     * @param reply for the client, with a place for what it is about
     */
    Flaw(String text, String status, String reply) {
        this.text = text;
        this.status = status;
        this.reply = reply;
    }

    /** {@code no-reverse}. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it only says that something could not be found out. */
    boolean error() {
        return this == REVERSE_ERROR || this == HELO_ERROR || this == SENDER_ERROR;
    }

    /** @param about printable and short: the client's address, its HELO name, the sender's domain */
    String reply(String about) {
        return reply.formatted(about);
    }
}
