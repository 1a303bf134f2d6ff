package io.postern.check.archive;

import io.postern.check.archive.Archive.Member;
import io.postern.check.part.Blob;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.commons.compress.archivers.ArchiveException;
import org.apache.commons.compress.archivers.ArchiveStreamFactory;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorInputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.io.input.BoundedInputStream;
import org.jspecify.annotations.Nullable;

/** Lists archives. Which kind one is its bytes say, not its name. */
public final class ArchiveReader {

    private static final int MEMORY_KIB = 16 * 1024;
    private static final long MOST_UNPACKED = 16 * 1024 * 1024;

    private final int members;

    /** @param members how many names of each are read */
    public ArchiveReader(int members) {
        this.members = members;
    }

    /**
     * What is in an archive; {@code null} if it is none of a known kind.
     *
     * @throws IOException only if the storage of the bytes fails
     */
    public @Nullable Archive read(Blob bytes) throws IOException {
        Listing listing = new Listing(members);
        if (ZipListing.looksLikeOne(bytes)) {
            new ZipListing(bytes, listing).read();
            return listing.of("zip");
        }
        if (RarListing.looksLikeOne(bytes)) {
            new RarListing(bytes, listing).read();
            return listing.of("rar");
        }
        if (SevenZipListing.looksLikeOne(bytes)) {
            new SevenZipListing(bytes, listing, MEMORY_KIB).read();
            return listing.of("7z");
        }
        return streamed(bytes, listing);
    }

    private static @Nullable Archive streamed(Blob bytes, Listing listing) throws IOException {
        try (InputStream in = new BufferedInputStream(bytes.open())) {
            String packed = compressor(in);
            if (packed != null) {
                unpack(packed, in, listing);
                return listing.of(packed);
            }
            String kind = archiver(in);
            if (kind == null) {
                return null;
            }
            StreamListing.read(kind, in, listing);
            return listing.of(kind);
        }
    }

    /** One file, compressed; if that is an archive, its files are those of interest. */
    private static void unpack(String kind, InputStream in, Listing listing) {
        try (CompressorInputStream unpacked =
                new CompressorStreamFactory(false, MEMORY_KIB).createCompressorInputStream(kind, in)) {
            InputStream bounded = new BufferedInputStream(BoundedInputStream.builder()
                    .setInputStream(unpacked)
                    .setMaxCount(MOST_UNPACKED)
                    .get());
            String within = archiver(bounded);
            if (within != null) {
                StreamListing.read(within, bounded, listing);
            } else if (unpacked instanceof GzipCompressorInputStream gzip
                    && gzip.getMetaData().getFileName() != null) {
                listing.add(new Member(gzip.getMetaData().getFileName(), false, -1));
            }
        } catch (IOException | RuntimeException e) {
            listing.incomplete(); // whatever the library trips over, the archive is to blame
        }
    }

    private static @Nullable String compressor(InputStream in) {
        try {
            return CompressorStreamFactory.detect(in);
        } catch (CompressorException e) {
            return null;
        }
    }

    private static @Nullable String archiver(InputStream in) {
        try {
            String kind = ArchiveStreamFactory.detect(in);
            return List.of("tar", "cpio", "ar", "arj").contains(kind) ? kind : null;
        } catch (ArchiveException | RuntimeException e) {
            return null;
        }
    }
}
