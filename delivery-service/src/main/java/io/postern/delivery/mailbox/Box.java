package io.postern.delivery.mailbox;

import org.jspecify.annotations.Nullable;

/**
 * A mailbox of ours, and where in it a mail is to go.
 *
 * @param address whose it is
 * @param tag what stands behind the delimiter in the recipient's address; empty if nothing
 * @param quota of the mailbox; {@code null}: none
 */
public record Box(
        String address,
        String tag,
        TagFolders folders,
        @Nullable Quota quota) {

    public Box(String address) {
        this(address, "", TagFolders.NONE, null);
    }
}
