package io.postern.delivery.api;

import io.postern.delivery.mailbox.Quota;
import org.jspecify.annotations.Nullable;

/**
 * How much a mailbox may hold; one of the two at least.
 *
 * @param bytes of all mails in it
 * @param messages how many mails
 */
public record QuotaGiven(@Nullable Long bytes, @Nullable Long messages) {

    static @Nullable Quota read(@Nullable QuotaGiven given) {
        if (given == null) {
            return null;
        }
        try {
            return new Quota(given.bytes == null ? 0 : given.bytes, given.messages == null ? 0 : given.messages);
        } catch (IllegalArgumentException e) {
            throw Refused.bad(String.valueOf(e.getMessage()));
        }
    }

    static @Nullable QuotaGiven of(@Nullable Quota quota) {
        return quota == null
                ? null
                : new QuotaGiven(
                        quota.bytes() == 0 ? null : quota.bytes(), quota.messages() == 0 ? null : quota.messages());
    }
}
