package io.postern.delivery.custody;

import io.postern.delivery.content.LargeContents;
import io.postern.delivery.content.LargeContents.Writing;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The contents of a group that are too large for the database, while they are read. Whatever goes wrong before the database
 * knows their names, they are removed again: on a full disk each attempt would leave some there. Afterwards they stay, even
 * if the commit fails, for nobody can tell then whether the database has them.
 */
final class LargeOnes implements AutoCloseable {

    private final LargeContents contents;
    private final Set<String> large = new HashSet<>();
    private final Map<String, Writing> writings = new LinkedHashMap<>();
    private boolean known;

    LargeOnes(LargeContents contents, Collection<Approval> group) {
        this.contents = contents;
        group.stream()
                .filter(approval -> contents.wanted(approval.mail().size()))
                .forEach(approval -> large.add(approval.mailId()));
    }

    /** @return whether the chunk is of one of these */
    boolean take(String mailId, byte[] chunk) throws IOException {
        if (!large.contains(mailId)) {
            return false;
        }
        Writing writing = writings.get(mailId);
        if (writing == null) {
            writing = contents.begin();
            writings.put(mailId, writing);
        }
        writing.write(chunk);
        return true;
    }

    /** Returns when all of them are there for good. @return their names, by mail id */
    Map<String, String> finish() throws IOException {
        Map<String, String> names = new HashMap<>();
        for (Map.Entry<String, Writing> one : writings.entrySet()) {
            one.getValue().finish();
            names.put(one.getKey(), one.getValue().name());
        }
        return names;
    }

    /** The database knows their names. */
    void known() {
        known = true;
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Writing writing : writings.values()) {
            try {
                writing.close();
                if (!known) {
                    contents.remove(writing.name());
                }
            } catch (IOException e) { // the others are let go of all the same
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
