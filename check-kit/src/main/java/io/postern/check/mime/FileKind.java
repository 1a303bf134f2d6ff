package io.postern.check.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.mime.MimeTypesFactory;

/** Which media type the first bytes of a file are of, whatever it is called. */
final class FileKind {

    /** More than any of the patterns looks at. */
    static final int LOOKED_AT = 64 * 1024;

    private static final String ILLUSTRATOR = "%AI5_FileFormat";

    /**
     * Of some 850 patterns those few at which half of the time goes: they are tried at each of thousands of places, one as a
     * regular expression, the others as words in UTF-16. What has neither that word nor a zero octet cannot match them.
     */
    private static final Pattern RARE = Pattern.compile("(<match value=\"(?:[^\"]*\" type=\"unicodeLE\"|[^\"]*"
            + ILLUSTRATOR + "[^\"]*\" type=\"regex\")) offset=\"[^\"]*\"");

    private static final MimeTypes USUAL = usual();

    private FileKind() {}

    /** Not read before there is a file that may be one of the rare. */
    private static final class All {
        static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();
    }

    /** Without parameters. */
    static String of(byte[] firstBytes) {
        String octets = new String(firstBytes, ISO_8859_1);
        boolean mayBeRare = octets.indexOf(0) >= 0 || octets.contains(ILLUSTRATOR);
        try {
            return (mayBeRare ? All.TYPES : USUAL)
                    .detect(new ByteArrayInputStream(firstBytes), new Metadata())
                    .getBaseType()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /** Of Tika's types, with the rare ones sought at the first place only: without any pattern a type would not be accepted. */
    private static MimeTypes usual() {
        try (InputStream all = MimeTypes.class.getResourceAsStream("tika-mimetypes.xml")) {
            if (all == null) {
                throw new IllegalStateException("Tika has no list of types");
            }
            String types = RARE.matcher(new String(all.readAllBytes(), UTF_8)).replaceAll("$1 offset=\"0\"");
            return MimeTypesFactory.create(new ByteArrayInputStream(types.getBytes(UTF_8)));
        } catch (IOException | MimeTypeException e) {
            throw new IllegalStateException("Tika's list of types cannot be read", e);
        }
    }
}
