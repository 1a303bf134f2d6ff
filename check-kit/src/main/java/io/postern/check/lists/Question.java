package io.postern.check.lists;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Name;

/**
 * A question to a list that is under way.
 *
 * @param name what it is asked about, the zone included
 * @param opinion completes within the time that a look-up may take, and never exceptionally
 */
public record Question(WatchedList watched, Name name, Instant began, CompletableFuture<Opinion> opinion) {}
