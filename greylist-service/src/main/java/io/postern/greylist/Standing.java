package io.postern.greylist;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt would be taken for.
 *
 * @param names of the client that lead back to it
 * @param exempt whether it is never greylisted, by the list that comes with us or the operator's
 * @param trusted its network, its origin and the sender's domain, as far as they are trusted or on the way there
 * @param met what is remembered of it; usually one, none if it is new
 */
public record Standing(
        String network,
        @Nullable String origin,
        List<String> names,
        String sender,
        String recipient,
        boolean exempt,
        List<Trusted> trusted,
        List<Remembered> met) {}
