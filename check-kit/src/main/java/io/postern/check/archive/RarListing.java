package io.postern.check.archive;

import io.postern.check.archive.Archive.Member;
import io.postern.check.part.Blob;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Lists RAR files of versions 1.5 to 4 and 5, whose headers stand in front of each file and are not compressed. */
final class RarListing {

    private static final int LONGEST_HEADER = 8 * 1024;
    private static final int SIGNATURE_4 = 7;
    private static final int SIGNATURE_5 = 8;

    private final Blob bytes;
    private final Listing listing;

    RarListing(Blob bytes, Listing listing) {
        this.bytes = bytes;
        this.listing = listing;
    }

    static boolean looksLikeOne(Blob bytes) throws IOException {
        return Octets.startsWith(Octets.read(bytes, 0, 6), 'R', 'a', 'r', '!', 0x1a, 7);
    }

    void read() throws IOException {
        boolean five = Octets.read(bytes, 6, 1).length == 1 && Octets.read(bytes, 6, 1)[0] == 1;
        long at = five ? SIGNATURE_5 : SIGNATURE_4;
        boolean ended = false;
        while (!ended && at < bytes.size() && !listing.full()) {
            long next = five ? five(at) : four(at);
            ended = next <= at;
            at = next;
        }
        if (listing.full()) {
            listing.incomplete();
        }
    }

    /** Reads one header; where the next begins, or 0 if there is none. */
    private long four(long at) throws IOException {
        byte[] header = Octets.read(bytes, at, LONGEST_HEADER);
        if (header.length < 7) {
            listing.incomplete();
            return 0;
        }
        ByteBuffer in = Octets.littleEndian(header);
        int type = header[2] & 0xff;
        int flags = Octets.u16(in, 3);
        int length = Octets.u16(in, 5);
        boolean file = type == 0x74;
        boolean long32 = file || type == 0x7a || (flags & 0x8000) != 0;
        if (type == 0x7b) {
            return 0;
        }
        if (type < 0x72 || type > 0x7a || length < 7 || (type == 0x73 && (flags & 0x80) != 0)) {
            headersEncrypted(type == 0x73 && (flags & 0x80) != 0);
            return 0;
        }
        long packed = long32 && header.length >= 11 ? Octets.u32(in, 7) : 0;
        if (file && header.length >= 40) {
            boolean huge = (flags & 0x100) != 0;
            int start = huge ? 40 : 32;
            packed += huge ? Octets.u32(in, 32) << 32 : 0;
            int end = start + Octets.u16(in, 26);
            member(header, start, nameEnd(header, start, end), (flags & 4) != 0, Octets.u32(in, 11));
        }
        return at + length + Math.max(0, packed);
    }

    /** A name that is not ASCII has another form behind a NUL, of which the first is an approximation. */
    private static int nameEnd(byte[] header, int start, int end) {
        for (int i = start; i < end && i < header.length; i++) {
            if (header[i] == 0) {
                return i;
            }
        }
        return end;
    }

    private void member(byte[] header, int start, int end, boolean encrypted, long size) {
        if (end > header.length) {
            listing.incomplete();
        }
        listing.add(new Member(Octets.name(header, start, end), encrypted, size));
    }

    private void headersEncrypted(boolean encrypted) {
        listing.incomplete();
        if (encrypted) {
            listing.encrypted();
        }
    }

    /** The same of version 5, whose numbers are as long as they have to be. */
    private long five(long at) throws IOException {
        VarInts header = new VarInts(Octets.read(bytes, at, LONGEST_HEADER), 4);
        long length = header.next();
        int start = header.at();
        long type = header.next();
        long flags = header.next();
        long extra = (flags & 1) != 0 ? header.next() : 0;
        long packed = (flags & 2) != 0 ? header.next() : 0;
        if (type == 5 && !header.over()) {
            return 0;
        }
        if (header.over() || type == 4 || type < 1 || length <= 0 || extra < 0 || packed < 0) {
            headersEncrypted(type == 4);
            return 0;
        }
        if (type == 2) {
            file(header, start + length, extra);
        }
        return at + start + length + packed;
    }

    private void file(VarInts header, long end, long extra) {
        long flags = header.next();
        long size = header.next();
        header.next(); // attributes
        header.skip(((flags & 2) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 4 : 0));
        header.next(); // how it is compressed
        header.next(); // on what system
        long name = header.next();
        if (header.over() || name < 0 || name > LONGEST_HEADER) {
            listing.incomplete();
            return;
        }
        int start = header.at();
        boolean directory = (flags & 1) != 0;
        if (!directory) {
            member(header.bytes(), start, start + (int) name, encrypted(header.bytes(), end - extra, end), size);
        }
    }

    /** Whether one of the records behind a file's header says so. */
    private static boolean encrypted(byte[] header, long from, long to) {
        if (from < 0 || to > header.length) {
            return false;
        }
        VarInts records = new VarInts(header, (int) from);
        while (!records.over() && records.at() < to) {
            long length = records.next();
            int start = records.at();
            if (records.next() == 1) {
                return true;
            }
            if (length <= 0 || start + length > to) {
                return false;
            }
            records.skip((int) (start + length) - records.at());
        }
        return false;
    }
}
