package io.postern.check.part;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.io.MaxLineLimitException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/** The parts of a mail as RFC 2045 and its sequels have them. Where a mail breaks the rules this reading ends. */
final class StandardReading {

    private static final int HEADER_FIELDS = 2_000;
    private static final int HEADER_BYTES = 128 * 1024;

    /** They lie in the mail as they are: whoever scans the mail has scanned them. */
    private static final Set<String> NOT_ENCODED = Set.of("7bit", "8bit", "binary");

    private final Unpacking unpacking;
    private final boolean withTexts;
    private final MimeTokenStream tokens;
    private int depth;

    /** @param withTexts whether texts are of interest, too */
    StandardReading(Unpacking unpacking, boolean withTexts) {
        this.unpacking = unpacking;
        this.withTexts = withTexts;
        MimeConfig config = MimeConfig.custom()
                .setMaxHeaderCount(HEADER_FIELDS)
                .setMaxHeaderLen(HEADER_BYTES)
                .setMaxLineLen(HEADER_BYTES)
                .build();
        this.tokens = new MimeTokenStream(config, DecodeMonitor.SILENT, null);
    }

    void read(Blob mail) throws IOException, InterruptedException {
        try (InputStream content = mail.open()) {
            tokens.parse(content);
            for (EntityState token = tokens.getState();
                    token != EntityState.T_END_OF_STREAM && !unpacking.over();
                    token = next()) {
                take(token);
            }
        } catch (MimeException | MimeIOException | MaxLineLimitException e) {
            // The mail is to blame, and the loose reading takes what is left.
        }
    }

    private EntityState next() throws IOException, MimeException {
        try {
            return tokens.next();
        } catch (RuntimeException e) {
            throw new MimeException(e); // whatever the parser trips over
        }
    }

    private void take(EntityState token) throws IOException, InterruptedException {
        switch (token) {
            case T_START_MESSAGE, T_START_MULTIPART -> deeper(1);
            case T_END_MESSAGE, T_END_MULTIPART -> deeper(-1);
            case T_BODY -> body(tokens.getBodyDescriptor());
            default -> {}
        }
    }

    private void deeper(int step) {
        depth += step;
        boolean further = depth < unpacking.limits().depth();
        tokens.setRecursionMode(further ? RecursionMode.M_RECURSE : RecursionMode.M_FLAT);
    }

    private void body(BodyDescriptor body) throws IOException, InterruptedException {
        boolean text = body.getMediaType().equals("text");
        if (text && !withTexts) {
            return;
        }
        if (depth >= unpacking.limits().depth() && composite(body.getMediaType())) {
            unpacking.cutOff();
        } else if (!NOT_ENCODED.contains(body.getTransferEncoding().toLowerCase(Locale.ROOT))) {
            unpacking.piece(List.of(), out -> tokens.getDecodedInputStream().transferTo(out));
        } else if (!text && (withTexts || !body.getTransferEncoding().equals("7bit"))) {
            unpacking.piece(List.of(), out -> tokens.getInputStream().transferTo(out));
        }
    }

    private static boolean composite(String mediaType) {
        return mediaType.equals("multipart") || mediaType.equals("message");
    }
}
