package io.postern.ingress.defence;

import io.postern.contract.Session;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A client as far as its session has come. */
record Client(Session session, Rank rank, Origin origin) {

    /** Whether there are limits for it. */
    boolean limited() {
        return rank != Rank.TRUSTED;
    }

    /** Under which name its new sessions are counted; {@code null} if they are not. */
    @Nullable
    String source() {
        return limited() ? origin.subscriber() : null;
    }

    /** Under which name its network is counted; {@code null} if it is not. */
    @Nullable
    String network() {
        return limited() ? origin.network() : null;
    }

    /** Under which name its network is counted without a login; {@code null} if it is not. */
    @Nullable
    String networkWithoutLogin() {
        return session.user() == null ? network() : null;
    }

    /** Under which name what it does without a login is counted; {@code null} if it is not. */
    @Nullable
    String sourceWithoutLogin() {
        return session.user() == null ? source() : null;
    }

    /** Under which name what it does with a login is counted; {@code null} if it is not. */
    @Nullable
    String account() {
        // However he writes his name, he is one.
        return session.user() != null && limited() ? session.user().toLowerCase(Locale.ROOT) : null;
    }

    /** Its address, as replies show it. */
    String shown() {
        return "[" + session.clientIp() + "]";
    }
}
