package io.postern.av;

import static io.postern.av.ScanResult.Kind.CLEAN;
import static io.postern.av.ScanResult.Kind.ENGINE_ERROR;
import static io.postern.av.ScanResult.Kind.FOUND;

import io.postern.av.ScanResult.Kind;
import io.postern.check.part.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * For want of an engine: knows the test string and the digests that the operator listed, and nothing else. No virus
 * scanner.
 */
final class BuiltInEngine implements Engine {

    static final String NAME = "built-in";

    /** For log and health. */
    static final String WARNING = "no engine is set (postern.av.engines): this is NO VIRUS SCANNER, it only knows the"
            + " EICAR test string and the operator's own list of digests";

    private static final int BUFFER = 16 * 1024;

    private final DigestFile digests;

    BuiltInEngine(DigestFile digests) {
        this.digests = digests;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ScanResult scan(Blob content, Duration limit) {
        DigestList list = digests.list();
        String listed = list.find(content.sha256());
        if (listed != null) {
            return result(list, FOUND, listed);
        }
        try (InputStream bytes = content.open()) {
            return hasTestString(bytes) ? result(list, FOUND, TestString.NAME) : result(list, CLEAN, "");
        } catch (IOException e) {
            return result(list, ENGINE_ERROR, "the mail cannot be read any more");
        }
    }

    private static boolean hasTestString(InputStream bytes) throws IOException {
        TestString test = new TestString();
        byte[] buffer = new byte[BUFFER];
        for (int read = bytes.read(buffer); read > 0 && !test.found(); read = bytes.read(buffer)) {
            test.take(buffer, read);
        }
        return test.found();
    }

    private static ScanResult result(DigestList list, Kind kind, String about) {
        return new ScanResult(kind, about, NAME, list.version());
    }

    @Override
    public Signatures probe(Duration limit) {
        return new Signatures(digests.list().version(), null);
    }
}
