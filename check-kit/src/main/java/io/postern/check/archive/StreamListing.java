package io.postern.check.archive;

import io.postern.check.archive.Archive.Member;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.ArchiveStreamFactory;

/** Lists archives whose names stand in front of the files, one after the other. */
final class StreamListing {

    private StreamListing() {}

    static void read(String kind, InputStream in, Listing listing) {
        try {
            ArchiveInputStream<? extends ArchiveEntry> archive =
                    new ArchiveStreamFactory().createArchiveInputStream(kind, in);
            for (ArchiveEntry entry = archive.getNextEntry();
                    entry != null && !listing.full();
                    entry = archive.getNextEntry()) {
                if (!entry.isDirectory()) {
                    listing.add(new Member(entry.getName(), false, entry.getSize()));
                }
            }
        } catch (IOException | RuntimeException e) {
            listing.incomplete(); // whatever the library trips over, the archive is to blame
        }
    }
}
