package io.postern.check.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/** Which media type the first bytes of a file are of, whatever it is called. */
final class FileKind {

    /** More than any of the patterns looks at. */
    static final int LOOKED_AT = 64 * 1024;

    private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();

    private FileKind() {}

    /** Without parameters. */
    static String of(byte[] firstBytes) {
        try {
            return TYPES.detect(new ByteArrayInputStream(firstBytes), new Metadata())
                    .getBaseType()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }
}
