package io.postern.av;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.check.file.BadFile;
import io.postern.check.part.Blob;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 digests of what nobody shall get, each with a name. In the file one a line: 64 hexadecimal digits and, if you like, a
 * name; {@code #} begins a comment line.
 *
 * @param version tells this list from others
 */
record DigestList(Map<String, String> names, String version) {

    static final DigestList EMPTY = new DigestList(Map.of(), BuiltInEngine.NAME);

    private static final String UNNAMED = "Listed-Digest";
    private static final String NAME = "[\\x21-\\x7e]{1,100}";
    private static final int SHOWN_OF_VERSION = 12;

    DigestList {
        names = Map.copyOf(names);
    }

    /** @throws BadFile naming line and reason if the text is no such list */
    static DigestList read(String text) throws BadFile {
        Map<String, String> names = new HashMap<>();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] words = line.split("\\s+", -1);
                check(words, i + 1);
                names.put(words[0].toLowerCase(Locale.ROOT), words.length > 1 ? words[1] : UNNAMED);
            }
        }
        return new DigestList(names, BuiltInEngine.NAME + "/" + version(text));
    }

    private static String version(String text) {
        try (Blob blob = Blob.of(new ByteArrayInputStream(text.getBytes(UTF_8)))) {
            return blob.sha256().substring(0, SHOWN_OF_VERSION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(String[] words, int line) throws BadFile {
        if (!words[0].matches("[0-9a-fA-F]{64}")) {
            throw new BadFile("line " + line + ": not a SHA-256 digest of 64 hexadecimal digits");
        }
        if (words.length > 2 || (words.length == 2 && !words[1].matches(NAME))) {
            throw new BadFile("line " + line + ": the name is not one word of at most 100 printable ASCII characters");
        }
    }

    /** The name of what has this digest, {@code null} if it is not listed. */
    @Nullable
    String find(String sha256) {
        return names.get(sha256);
    }
}
