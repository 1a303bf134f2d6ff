package io.postern.delivery.relay.smtp;

/** How far an attempt had come. */
public enum Step {
    /** Finding out where to go. */
    LOOKUP,
    CONNECT,
    GREETING,
    /** EHLO, HELO or LHLO. */
    HELLO,
    /** STARTTLS and the handshake. */
    TLS,
    LOGIN,
    MAIL,
    RCPT,
    DATA,
    /** The content was on its way. */
    CONTENT,
    /** All of the content was sent, the answer is due. */
    END
}
