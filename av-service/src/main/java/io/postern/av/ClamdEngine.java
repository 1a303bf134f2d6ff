package io.postern.av;

import static io.postern.av.ScanResult.Kind.CLEAN;
import static io.postern.av.ScanResult.Kind.ENGINE_ERROR;
import static io.postern.av.ScanResult.Kind.ENGINE_GONE;
import static io.postern.av.ScanResult.Kind.FOUND;
import static io.postern.av.ScanResult.Kind.TIME_OUT;
import static io.postern.av.ScanResult.Kind.TOO_LARGE;
import static io.postern.av.ScanResult.Kind.UNSCANNABLE;

import io.postern.av.ScanResult.Kind;
import io.postern.av.clamd.Clamd;
import io.postern.av.clamd.ClamdAnswer;
import io.postern.av.clamd.ClamdVersion;
import io.postern.av.clamd.Gibberish;
import io.postern.av.clamd.TimeIsUp;
import io.postern.av.clamd.UnreadableMail;
import io.postern.check.part.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/** ClamAV, by its daemon. */
final class ClamdEngine implements Engine {

    private final Clamd clamd;
    private final List<String> unscannable;
    private volatile Signatures signatures = Signatures.UNKNOWN;

    /** @param unscannable how the names begin of what is no virus but cannot be looked into */
    ClamdEngine(Clamd clamd, List<String> unscannable) {
        this.clamd = clamd;
        this.unscannable = List.copyOf(unscannable);
    }

    @Override
    public String name() {
        return clamd.toString();
    }

    @Override
    public ScanResult scan(Blob content, Duration limit) throws InterruptedException {
        try (InputStream bytes = content.open()) {
            return result(clamd.scan(bytes, content.size(), limit));
        } catch (TimeIsUp e) {
            return result(TIME_OUT, said(e));
        } catch (Gibberish e) {
            return result(ENGINE_ERROR, said(e));
        } catch (UnreadableMail e) {
            return result(ENGINE_ERROR, "the mail cannot be read any more");
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return result(ENGINE_GONE, said(e));
        }
    }

    private ScanResult result(ClamdAnswer answer) {
        return switch (answer.kind()) {
            case OK -> result(CLEAN, "");
            case TOO_LARGE -> result(TOO_LARGE, "");
            case ERROR -> result(ENGINE_ERROR, answer.about());
            case FOUND ->
                unscannable.stream().anyMatch(answer.about()::startsWith)
                        ? result(UNSCANNABLE, answer.about())
                        : result(FOUND, answer.about());
        };
    }

    private ScanResult result(Kind kind, String about) {
        return new ScanResult(kind, about, name(), signatures.version());
    }

    /** What an exception says, of which the system's own have nothing but ASCII in them; or else its name. */
    private static String said(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : Shown.of(message);
    }

    @Override
    public Signatures probe(Duration limit) throws IOException {
        long start = System.nanoTime();
        clamd.ping(limit);
        ClamdVersion version = clamd.version(limit.minusNanos(System.nanoTime() - start));
        signatures = new Signatures(version.toString(), version.date());
        return signatures;
    }
}
