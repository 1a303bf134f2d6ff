package io.postern.check.archive;

import io.postern.check.archive.Archive.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of an archive as they are found, each once. */
final class Listing {

    private static final int LONGEST = 1_000;

    private final int most;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private boolean encrypted;
    private boolean contradictory;
    private boolean complete = true;

    Listing(int most) {
        this.most = most;
    }

    void add(Member member) {
        String name = member.name().replace('\\', '/');
        String shown = name.length() > LONGEST ? name.substring(name.length() - LONGEST) : name;
        encrypted |= member.encrypted();
        if (full()) {
            complete = false;
        } else {
            members.putIfAbsent(shown, new Member(shown, member.encrypted(), member.size()));
        }
    }

    boolean has(String name) {
        return members.containsKey(name.replace('\\', '/'));
    }

    /** Whether there is no room for more. */
    boolean full() {
        return members.size() == most;
    }

    /** Something in it opens only with a password. */
    void encrypted() {
        encrypted = true;
    }

    /** What it says in one place is not what it says in another. */
    void contradictory() {
        contradictory = true;
    }

    /** There are names that could not be read. */
    void incomplete() {
        complete = false;
    }

    Archive of(String kind) {
        return new Archive(kind, List.copyOf(members.values()), encrypted, contradictory, complete);
    }
}
