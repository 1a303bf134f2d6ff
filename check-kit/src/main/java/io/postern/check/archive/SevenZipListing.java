package io.postern.check.archive;

import io.postern.check.archive.Archive.Member;
import io.postern.check.part.Blob;
import java.io.IOException;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.archivers.sevenz.SevenZMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZMethodConfiguration;

/** Lists 7z files, whose names are at the end, and compressed. */
final class SevenZipListing {

    private final Blob bytes;
    private final Listing listing;
    private final int memoryKib;

    SevenZipListing(Blob bytes, Listing listing, int memoryKib) {
        this.bytes = bytes;
        this.listing = listing;
        this.memoryKib = memoryKib;
    }

    static boolean looksLikeOne(Blob bytes) throws IOException {
        return Octets.startsWith(Octets.read(bytes, 0, 6), '7', 'z', 0xbc, 0xaf, 0x27, 0x1c);
    }

    void read() {
        try (SevenZFile archive = SevenZFile.builder()
                .setSeekableByteChannel(new BlobChannel(bytes))
                .setMaxMemoryLimitKiB(memoryKib)
                .get()) {
            for (SevenZArchiveEntry entry : archive.getEntries()) {
                if (!entry.isDirectory()) {
                    listing.add(new Member(String.valueOf(entry.getName()), false, entry.getSize()));
                }
            }
            SevenZArchiveEntry first = archive.getNextEntry();
            if (first != null && encrypted(first)) {
                listing.encrypted();
            }
        } catch (PasswordRequiredException e) {
            listing.encrypted();
            listing.incomplete();
        } catch (IOException | RuntimeException e) {
            listing.incomplete(); // whatever the library trips over, the archive is to blame
        }
    }

    private static boolean encrypted(SevenZArchiveEntry entry) {
        if (entry.getContentMethods() == null) {
            return false;
        }
        for (SevenZMethodConfiguration method : entry.getContentMethods()) {
            if (method.getMethod() == SevenZMethod.AES256SHA256) {
                return true;
            }
        }
        return false;
    }
}
