package io.postern.delivery.queue;

import io.postern.delivery.relay.smtp.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Why a mail is not delivered, for its sender.
 *
 * @param status an enhanced status code (RFC 3463)
 * @param words the peer's reply, code first, or words of our own
 * @param host who said it; {@code null}: we did
 */
record Said(String status, String words, @Nullable String host) {

    static Said by(Cause cause) {
        return new Said(
                cause.reply().enhanced(),
                cause.spoken() ? cause.reply().toString() : cause.reply().text(),
                cause.spoken() ? cause.host() : null);
    }

    /** For the operator. */
    @Override
    public String toString() {
        return host == null ? words : host + " said: " + words;
    }
}
