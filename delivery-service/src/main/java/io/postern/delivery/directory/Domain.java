package io.postern.delivery.directory;

import io.postern.delivery.mailbox.Quota;
import io.postern.delivery.mailbox.TagFolders;
import io.postern.delivery.relay.Route;
import org.jspecify.annotations.Nullable;

/**
 * How the mailboxes of a domain are kept.
 *
 * @param store where they are; {@code null}: Maildirs of ours
 * @param delimiters what may stand between a name and a tag; none if empty; {@code null}: as the ingress has it
 * @param quota of a mailbox that has none of its own; {@code null}: none
 */
public record Domain(
        @Nullable Route store,
        @Nullable String delimiters,
        TagFolders tagFolders,
        @Nullable Quota quota) {

    public static final Domain USUAL = new Domain(null, null, TagFolders.NONE, null);
}
