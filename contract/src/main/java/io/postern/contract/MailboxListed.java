package io.postern.contract;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A mailbox that takes mail, or a name that stands for others.
 *
 * @param address in lower case; without a local part, as in {@code @postern.test}, it stands for all names of the domain
 *     that are not listed
 * @param room bytes that the next mail may have, 0 or less if there is no room for any; at least as much as there is, so
 *     that nothing is refused that would fit; {@code null} if it has no quota
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
