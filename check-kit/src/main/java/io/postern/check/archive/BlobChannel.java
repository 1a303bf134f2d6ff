package io.postern.check.archive;

import io.postern.check.part.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** Reads a blob from wherever one likes. */
final class BlobChannel implements SeekableByteChannel {

    private static final int MOST_AT_ONCE = 64 * 1024;

    private final Blob bytes;
    private long position;

    BlobChannel(Blob bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int wanted = (int) Math.min(Math.min(into.remaining(), MOST_AT_ONCE), bytes.size() - position);
        if (wanted <= 0) {
            return into.hasRemaining() ? -1 : 0;
        }
        try (InputStream in = bytes.open(position, position + wanted)) {
            byte[] read = in.readNBytes(wanted);
            into.put(read);
            position += read.length;
            return read.length;
        }
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        if (newPosition < 0) {
            throw new IllegalArgumentException("negative position: " + newPosition);
        }
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return bytes.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // The blob is its owner's to close.
    }
}
