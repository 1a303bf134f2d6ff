package io.postern.check.service;

import io.postern.contract.ContentChunk;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts mails together from their chunks, which lie in a partition in their order but with other mails' in between. For
 * the one thread that receives.
 */
final class Assemblies {

    private static final class Assembly {
        final Instant since;
        final Spool spool;
        int next;

        Assembly(Instant since, Spool spool) {
            this.since = since;
            this.spool = spool;
        }
    }

    private final Spool.Room room;
    private final long bound;
    private final Duration patience;
    private final Clock clock;
    /** By mail id, the oldest first. */
    private final Map<String, Assembly> incomplete = new LinkedHashMap<>();

    private long held;

    /**
     * @param bound bytes of all incomplete mails, beyond which the oldest is given up
     * @param patience how long the rest of a mail is waited for
     */
    Assemblies(Spool.Room room, long bound, Duration patience, Clock clock) {
        this.room = room;
        this.bound = bound;
        this.patience = patience;
        this.clock = clock;
    }

    int count() {
        return incomplete.size();
    }

    /** The whole mail if this was the last chunk and none is missing, else {@code null}. The caller closes it. */
    @Nullable
    Spool add(ContentChunk chunk) throws IOException {
        Instant now = clock.instant();
        String id = chunk.mailId();
        giveUpOld(now);
        if (chunk.index() == 0) {
            giveUp(id);
            incomplete.put(id, new Assembly(now, new Spool(room)));
        }
        Assembly assembly = incomplete.get(id);
        if (assembly == null || assembly.next != chunk.index()) {
            giveUp(id);
            return null;
        }
        append(assembly, chunk);
        if (chunk.manifest() == null) {
            return null;
        }
        if (assembly.spool.size() != chunk.manifest().size()) {
            giveUp(id);
            return null;
        }
        incomplete.remove(id);
        held -= assembly.spool.size();
        return assembly.spool;
    }

    private void append(Assembly assembly, ContentChunk chunk) throws IOException {
        try {
            assembly.spool.append(chunk.bytes());
        } catch (IOException e) {
            giveUp(chunk.mailId());
            throw e;
        }
        assembly.next++;
        held += chunk.bytes().length;
    }

    private void giveUpOld(Instant now) {
        Iterator<Assembly> oldestFirst = incomplete.values().iterator();
        while (oldestFirst.hasNext()) {
            Assembly oldest = oldestFirst.next();
            if (held <= bound && now.isBefore(oldest.since.plus(patience))) {
                return;
            }
            oldestFirst.remove();
            close(oldest);
        }
    }

    private void giveUp(String id) {
        Assembly assembly = incomplete.remove(id);
        if (assembly != null) {
            close(assembly);
        }
    }

    private void close(Assembly assembly) {
        held -= assembly.spool.size();
        assembly.spool.close();
    }
}
