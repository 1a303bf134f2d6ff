package io.postern.contract;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A mailbox that takes mail.
 *
 * @param address in lower case
 * @param room bytes left in it, 0 or less if it is full; {@code null} if it has no quota
 */
public record MailboxListed(String address, @Nullable Long room) {

    private static final String PREFIX = "mailbox/";

    public MailboxListed {
        requireNonNull(address, "address");
    }

    public String key() {
        return PREFIX + address;
    }
}
