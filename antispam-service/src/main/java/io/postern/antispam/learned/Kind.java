package io.postern.antispam.learned;

/** What an operator calls a mail. */
public enum Kind {
    SPAM,
    HAM
}
