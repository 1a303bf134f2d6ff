package io.postern.delivery.mailbox;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A mail that lies in its mailbox.
 *
 * @param place below the root of all mailboxes
 * @param usage of the mailbox, the mail counted; {@code null} if it has no quota
 */
public record Stored(Path place, @Nullable Usage usage) {}
