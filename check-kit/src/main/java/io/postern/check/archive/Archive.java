package io.postern.check.archive;

import java.util.List;

/**
 * What an archive says is in it. Nothing is unpacked but what names are written in.
 *
 * @param kind of archive: {@code zip}, {@code 7z}, {@code rar}, {@code tar}, {@code gz}, ...
 * @param members in their order, as far as the limits allow
 * @param encrypted whether something in it opens only with a password, be it the names themselves
 * @param contradictory whether it lists other files at its end than lie in it, so that programs find different ones
 * @param complete whether all names are there: {@code false} if there are more than the limits allow, it is cut off or
 *     broken, or the names are encrypted
 */
public record Archive(String kind, List<Member> members, boolean encrypted, boolean contradictory, boolean complete) {

    /**
     * One file in an archive.
     *
     * @param name with the folders it lies in, with slashes between
     * @param encrypted whether it opens only with a password
     * @param size unpacked, in bytes, as the archive says; -1 if it does not
     */
    public record Member(String name, boolean encrypted, long size) {}

    public Archive {
        members = List.copyOf(members);
    }
}
