package io.postern.antispam.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives to attach. */
final class Zips {

    private static final int FLAGS_OF_THE_FILE = 6;
    private static final int FLAGS_OF_THE_DIRECTORY = 8;

    private Zips() {}

    /**
     * In base64.
     *
     * @param encrypted whether it says that it needs a password
     */
    static String of(boolean encrypted, String member) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(member));
            zip.write("content".getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] written = bytes.toByteArray();
        if (encrypted) {
            written[FLAGS_OF_THE_FILE] |= 1;
            written[directory(written) + FLAGS_OF_THE_DIRECTORY] |= 1;
        }
        return Base64.getMimeEncoder().encodeToString(written);
    }

    private static int directory(byte[] zip) {
        for (int i = zip.length - 4; i >= 0; i--) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
                return i;
            }
        }
        throw new IllegalArgumentException("no directory");
    }
}
