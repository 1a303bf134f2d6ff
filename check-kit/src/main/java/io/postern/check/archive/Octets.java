package io.postern.check.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.check.part.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;

/** Pieces of an archive's bytes, numbers in little endian. */
final class Octets {

    private static final Charset CP437 = Charset.forName("IBM437");

    private Octets() {}

    /** As many as there are, if there are fewer. */
    static byte[] read(Blob bytes, long from, int length) throws IOException {
        long start = Math.clamp(from, 0, bytes.size());
        try (InputStream in = bytes.open(start, Math.min(bytes.size(), start + length))) {
            return in.readNBytes(length);
        }
    }

    static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static int u16(ByteBuffer in, int at) {
        return in.getShort(at) & 0xffff;
    }

    static long u32(ByteBuffer in, int at) {
        return in.getInt(at) & 0xffffffffL;
    }

    static boolean startsWith(byte[] bytes, int... beginning) {
        for (int i = 0; i < beginning.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != beginning[i]) {
                return false;
            }
        }
        return true;
    }

    /** UTF-8 if it is that, else as DOS wrote it. */
    static String name(byte[] bytes, int from, int to) {
        byte[] name = Arrays.copyOfRange(bytes, Math.min(from, bytes.length), Math.min(to, bytes.length));
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
        } catch (CharacterCodingException e) {
            return new String(name, CP437);
        }
    }
}
