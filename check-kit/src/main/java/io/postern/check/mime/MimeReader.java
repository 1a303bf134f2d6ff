package io.postern.check.mime;

import io.postern.check.mime.MimeView.Flag;
import io.postern.check.part.Blob;
import io.postern.check.part.Bounded;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.io.MaxLineLimitException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;

/** Reads one mail as the standards say, token by token, in one pass. For one use. */
final class MimeReader {

    private final MimeLimits limits;
    private final Stopwatch stopwatch;
    private final Contents contents;
    private final MimeTokenStream tokens;
    private final Headers headers;
    /** For each open multipart how many parts of it came. */
    private final Deque<Integer> counters = new ArrayDeque<>();

    private int depth;
    private int parts;
    private long bytesLeft;

    MimeReader(MimeLimits limits, Stopwatch stopwatch, Contents contents) {
        this.limits = limits;
        this.stopwatch = stopwatch;
        this.contents = contents;
        this.headers = new Headers(limits, contents);
        this.bytesLeft = limits.bytes();
        MimeConfig config = MimeConfig.custom()
                .setMaxHeaderCount(limits.headerFields())
                .setMaxHeaderLen(limits.headerBytes())
                .setMaxLineLen(limits.headerBytes())
                .build();
        this.tokens = new MimeTokenStream(config, DecodeMonitor.SILENT, null);
    }

    List<Message> messages() {
        return headers.messages();
    }

    /** @throws IOException only if the storage of the mail fails */
    void read(Blob mail) throws IOException {
        try (InputStream bytes = stopwatch.watch(mail.open())) {
            tokens.parse(bytes);
            for (EntityState token = tokens.getState();
                    token != EntityState.T_END_OF_STREAM && parts <= limits.parts();
                    token = next()) {
                take(token);
            }
        } catch (MimeException | MimeIOException | MaxLineLimitException e) {
            // Whatever the parser trips over, the mail is to blame; what came before is kept.
            contents.flag(Flag.BROKEN);
        } catch (Stopwatch.TimeIsUp e) {
            contents.flag(Flag.TOO_SLOW);
        }
    }

    private EntityState next() throws IOException, MimeException {
        try {
            return tokens.next();
        } catch (RuntimeException e) {
            throw new MimeException(e);
        }
    }

    private void take(EntityState token) throws IOException, MimeException {
        switch (token) {
            case T_START_MESSAGE -> {
                if (depth > 0) {
                    contents.message(part("message/rfc822", null));
                }
                headers.message(depth == 0 ? "" : path());
                deeper(1);
                countPart();
            }
            case T_END_MESSAGE -> deeper(-1);
            case T_START_MULTIPART -> {
                deeper(1);
                countPart();
                counters.push(0);
            }
            case T_END_MULTIPART -> {
                deeper(-1);
                if (counters.pop() == 0) {
                    contents.flag(Flag.BROKEN);
                }
            }
            case T_START_BODYPART -> {
                counters.push(counters.pop() + 1);
                headers.part();
                countPart();
            }
            case T_FIELD -> headers.field(tokens.getField());
            case T_BODY -> body(tokens.getBodyDescriptor());
            default -> {}
        }
    }

    private void deeper(int step) {
        depth += step;
        tokens.setRecursionMode(depth < limits.depth() ? RecursionMode.M_RECURSE : RecursionMode.M_FLAT);
    }

    private void countPart() {
        if (++parts > limits.parts()) {
            contents.flag(Flag.TOO_MANY_PARTS);
        }
    }

    private void body(BodyDescriptor body) throws IOException, MimeException {
        String media = body.getMediaType();
        if (depth >= limits.depth() && (media.equals("multipart") || media.equals("message"))) {
            contents.flag(Flag.TOO_MANY_PARTS);
        }
        try (Blob bytes = new Blob()) {
            Bounded bounded = new Bounded(bytes, bytesLeft);
            decode(bounded);
            bytesLeft -= bytes.size();
            if (bounded.cut()) {
                contents.flag(Flag.TRUNCATED);
            }
            contents.add(part(body.getMimeType(), body.getCharset()), bytes);
        }
    }

    private void decode(Bounded into) throws IOException, MimeException {
        try {
            tokens.getDecodedInputStream().transferTo(into);
        } catch (RuntimeException e) {
            throw new MimeException(e);
        }
    }

    private PartHeader part(String type, @Nullable String charset) {
        return headers.describe(path(), type.toLowerCase(Locale.ROOT), charset);
    }

    private String path() {
        if (counters.isEmpty()) {
            return "1";
        }
        List<Integer> innermostFirst = new ArrayList<>(counters);
        return innermostFirst.reversed().stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
