package io.postern.check.archive;

import io.postern.check.archive.Archive.Member;
import io.postern.check.part.Blob;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Lists a zip file (PKWARE's APPNOTE 4.3) both as programs do that look into the directory at its end, and as those do that
 * read it from the start: a file that only one of them finds is how something is got past the other.
 */
final class ZipListing {

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_LENGTH = 30;
    private static final int CENTRAL_LENGTH = 46;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int LONGEST_NAME = 1_000;
    private static final int MOST_DIRECTORY = 4 * 1024 * 1024;
    private static final int NEWEST_VERSION = 63;
    private static final int MOST_UNLISTED = 10_000;

    private final Blob bytes;
    private final Listing listing;
    /** Where a file that the directory lists ends, by where it begins. */
    private final Map<Long, Long> listed = new HashMap<>();

    private int unlisted;

    ZipListing(Blob bytes, Listing listing) {
        this.bytes = bytes;
        this.listing = listing;
    }

    /** Whether a program could take it for one: it begins like one, or has a directory at its end. */
    static boolean looksLikeOne(Blob bytes) throws IOException {
        byte[] start = Octets.read(bytes, 0, 4);
        return Octets.startsWith(start, 'P', 'K', 3, 4) || Octets.startsWith(start, 'P', 'K', 5, 6) || end(bytes) >= 0;
    }

    void read() throws IOException {
        long end = end(bytes);
        if (end < 0) {
            listing.incomplete();
        } else {
            directory(end);
        }
        if (!listing.full()) {
            files(end < 0 ? bytes.size() : end);
        }
    }

    /** Offset of the record that ends the directory, -1 if there is none. */
    private static long end(Blob bytes) throws IOException {
        long from = Math.max(0, bytes.size() - END_LENGTH - LONGEST_COMMENT);
        byte[] tail = Octets.read(bytes, from, END_LENGTH + LONGEST_COMMENT);
        ByteBuffer in = Octets.littleEndian(tail);
        for (int at = tail.length - END_LENGTH; at >= 0; at--) {
            if (tail[at] == 'P' && in.getInt(at) == END) {
                return from + at;
            }
        }
        return -1;
    }

    private void directory(long end) throws IOException {
        ByteBuffer record = Octets.littleEndian(Octets.read(bytes, end, END_LENGTH));
        int count = Octets.u16(record, 10);
        long length = Octets.u32(record, 12);
        if (length > MOST_DIRECTORY || length > end) {
            listing.incomplete();
            return;
        }
        byte[] directory = Octets.read(bytes, end - length, (int) length);
        // What stands in front of the archive, as a program that unpacks it, is not counted in its offsets.
        long shift = end - length - Octets.u32(record, 16);
        ByteBuffer in = Octets.littleEndian(directory);
        int at = 0;
        int entries = 0;
        while (!listing.full() && at + CENTRAL_LENGTH <= directory.length && in.getInt(at) == CENTRAL) {
            at = entry(directory, in, at, shift);
            entries++;
        }
        if (at != directory.length || (entries & 0xffff) != count) {
            listing.incomplete();
        }
    }

    private int entry(byte[] directory, ByteBuffer in, int at, long shift) throws IOException {
        int nameEnd = at + CENTRAL_LENGTH + Octets.u16(in, at + 28);
        String name = Octets.name(directory, at + CENTRAL_LENGTH, nameEnd);
        boolean encrypted = (Octets.u16(in, at + 8) & 1) != 0;
        add(name, encrypted, Octets.u32(in, at + 24));
        long start = Octets.u32(in, at + 42) + shift;
        byte[] local = Octets.read(bytes, start, LOCAL_LENGTH + LONGEST_NAME);
        if (plausible(local, 0)) {
            ByteBuffer header = Octets.littleEndian(local);
            String there = localName(local, 0);
            if (!there.equals(name) && Octets.u16(header, 26) <= LONGEST_NAME) {
                contradiction(there, header, 0);
            }
            // With the bit set the length stands behind the file.
            boolean lengthBehind = (Octets.u16(header, 6) & 8) != 0;
            if (!lengthBehind && Octets.u32(header, 18) != Octets.u32(in, at + 20)) {
                listing.contradictory();
            }
            long content = start + LOCAL_LENGTH + Octets.u16(header, 26) + Octets.u16(header, 28);
            listed.put(start, content + Octets.u32(in, at + 20));
        } else {
            listing.contradictory();
        }
        return nameEnd + Octets.u16(in, at + 30) + Octets.u16(in, at + 32);
    }

    /** Looks for files up to the directory, and at its end, that it does not list. */
    private void files(long end) throws IOException {
        boolean directory = !listed.isEmpty() || end < bytes.size();
        try (InputStream in = new BufferedInputStream(bytes.open(0, end), 64 * 1024)) {
            long at = 0;
            int window = 0;
            for (int c = in.read(); c >= 0; c = in.read()) {
                window = window >>> 8 | c << 24;
                at++;
                if (window == LOCAL) {
                    long start = at - 4;
                    Long known = listed.get(start);
                    if (known != null && known <= end) {
                        in.skipNBytes(Math.max(0, known - at));
                        at = Math.max(at, known);
                    } else if (known == null) {
                        unlisted(start, directory);
                    }
                }
            }
        }
    }

    private void unlisted(long start, boolean directory) throws IOException {
        if (++unlisted > MOST_UNLISTED) {
            listing.incomplete();
            return;
        }
        byte[] local = Octets.read(bytes, start, LOCAL_LENGTH + LONGEST_NAME);
        if (plausible(local, 0) && !listing.full()) {
            ByteBuffer header = Octets.littleEndian(local);
            if (directory) {
                contradiction(localName(local, 0), header, 0);
            } else {
                add(localName(local, 0), (Octets.u16(header, 6) & 1) != 0, Octets.u32(header, 22));
            }
        }
    }

    private void contradiction(String name, ByteBuffer header, int at) {
        listing.contradictory();
        add(name, (Octets.u16(header, at + 6) & 1) != 0, Octets.u32(header, at + 22));
    }

    private void add(String name, boolean encrypted, long size) {
        if (!name.endsWith("/")) {
            listing.add(new Member(name, encrypted, size));
        }
    }

    /** Whether it is the header of a file rather than four bytes within one that look like the beginning of a header. */
    private static boolean plausible(byte[] local, int at) {
        ByteBuffer header = Octets.littleEndian(local);
        return local.length > at + LOCAL_LENGTH
                && header.getInt(at) == LOCAL
                && (Octets.u16(header, at + 4) & 0xff) <= NEWEST_VERSION
                && Octets.u16(header, at + 8) < 100
                && Octets.u16(header, at + 26) > 0
                && Octets.u16(header, at + 26) <= LONGEST_NAME
                && localName(local, at).chars().noneMatch(Character::isISOControl);
    }

    private static String localName(byte[] local, int at) {
        int length = Octets.u16(Octets.littleEndian(local), at + 26);
        return Octets.name(local, at + LOCAL_LENGTH, at + LOCAL_LENGTH + length);
    }
}
