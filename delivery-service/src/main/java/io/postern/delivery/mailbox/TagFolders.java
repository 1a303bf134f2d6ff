package io.postern.delivery.mailbox;

/** Whether mail for {@code user+tag} goes into a folder of that name. */
public enum TagFolders {
    /** All mail goes into the inbox. */
    NONE,
    /** Into a folder that the user has made. */
    EXISTING,
    /** Also into a new one, up to a number that no stranger can exceed. */
    CREATE
}
