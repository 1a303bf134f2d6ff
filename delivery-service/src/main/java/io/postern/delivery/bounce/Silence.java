package io.postern.delivery.bounce;

/** Why a mail gets no answer. */
public enum Silence {
    /** The null sender: it is a bounce itself, or wants none (RFC 5321 section 4.5.5). */
    NULL_SENDER,
    /** A mail system sent it. */
    MAIL_SYSTEM,
    /** It is a report on another mail. */
    REPORT,
    /** A program sent it (RFC 3834 section 5), or its sender wants no such report. */
    AUTOMATIC,
    /** A list distributed it, or it went to many. */
    LIST,
    /** It came from outside and a check spoke against it: who stands for its sender is likely to be somebody else. */
    SUSPECT
}
