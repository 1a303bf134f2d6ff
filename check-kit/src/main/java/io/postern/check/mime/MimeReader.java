package io.postern.check.mime;

import io.postern.check.mime.MimeView.Flag;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.io.MaxLineLimitException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/** Reads one mail, token by token, in one pass. For one use. */
final class MimeReader {

    private final MimeLimits limits;
    private final MimeTokenStream tokens;
    private final List<Text> texts = new ArrayList<>();
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
    /** For each open multipart how many parts of it came. */
    private final Deque<Integer> counters = new ArrayDeque<>();

    private String subject = "";
    private boolean inTopHeader = true;
    private int depth;
    private int parts;
    private int textBytesLeft;

    MimeReader(MimeLimits limits) {
        this.limits = limits;
        this.textBytesLeft = limits.textBytes();
        MimeConfig config = MimeConfig.custom()
                .setMaxHeaderCount(limits.headerFields())
                .setMaxHeaderLen(limits.headerBytes())
                .setMaxLineLen(limits.headerBytes())
                .build();
        this.tokens = new MimeTokenStream(config, DecodeMonitor.SILENT, null);
    }

    /** @throws IOException only if {@code content} itself throws it */
    MimeView read(InputStream content) throws IOException {
        try {
            tokens.parse(content);
            for (EntityState token = tokens.getState();
                    token != EntityState.T_END_OF_STREAM && parts <= limits.parts();
                    token = tokens.next()) {
                take(token);
            }
        } catch (MimeException | MimeIOException | MaxLineLimitException | RuntimeException e) {
            // Whatever the parser trips over, the mail is to blame; what came before is kept.
            flags.add(Flag.BROKEN);
        }
        return new MimeView(
                List.of(new Message("", List.of(new Message.Field("subject", subject, "")))),
                texts,
                List.of(),
                Set.of(),
                flags);
    }

    private void take(EntityState token) throws IOException {
        switch (token) {
            case T_START_MESSAGE -> enter();
            case T_END_MESSAGE -> leave();
            case T_START_MULTIPART -> {
                enter();
                counters.push(0);
            }
            case T_END_MULTIPART -> {
                leave();
                if (counters.pop() == 0) {
                    flags.add(Flag.BROKEN);
                }
            }
            case T_START_BODYPART -> {
                counters.push(counters.pop() + 1);
                countPart();
            }
            case T_FIELD -> field(tokens.getField());
            case T_END_HEADER -> inTopHeader = false;
            case T_BODY -> body(tokens.getBodyDescriptor());
            default -> {}
        }
    }

    private void enter() {
        depth++;
        countPart();
        limitRecursion();
    }

    private void leave() {
        depth--;
        limitRecursion();
    }

    private void countPart() {
        if (++parts > limits.parts()) {
            flags.add(Flag.TOO_MANY_PARTS);
        }
    }

    private void limitRecursion() {
        tokens.setRecursionMode(depth < limits.depth() ? RecursionMode.M_RECURSE : RecursionMode.M_FLAT);
    }

    private void field(Field field) {
        if (inTopHeader && subject.isEmpty() && field.getNameLowerCase().equals("subject")) {
            subject = header(field);
        }
    }

    /** The field's body, unfolded, with its encoded words decoded (RFC 2047) and raw 8-bit characters tolerated. */
    private static String header(Field field) {
        String raw = field.getRaw() == null
                ? field.getBody()
                : CharsetGuess.guess(field.getRaw().toByteArray());
        String value = raw.substring(raw.indexOf(':') + 1).replaceAll("\r?\n", "");
        return EncodedWords.decode(value).strip();
    }

    private void body(BodyDescriptor body) throws IOException {
        if (body.getMediaType().equals("text")) {
            text(body);
        } else if (depth >= limits.depth() && isComposite(body.getMediaType())) {
            flags.add(Flag.TOO_MANY_PARTS);
        }
    }

    private static boolean isComposite(String mediaType) {
        return mediaType.equals("multipart") || mediaType.equals("message");
    }

    private void text(BodyDescriptor body) throws IOException {
        InputStream decoded = tokens.getDecodedInputStream();
        byte[] bytes = decoded.readNBytes(textBytesLeft);
        textBytesLeft -= bytes.length;
        if (textBytesLeft == 0 && decoded.read() != -1) {
            flags.add(Flag.TRUNCATED);
        }
        if (CharsetGuess.unknown(body.getCharset())) {
            flags.add(Flag.CHARSET);
        }
        String text = CharsetGuess.decode(bytes, body.getCharset());
        boolean html = body.getSubType().equals("html");
        texts.add(new Text(
                path(), body.getMimeType(), html ? HtmlText.of(text) : text, "", List.of(), List.of(), Map.of()));
    }

    private String path() {
        if (counters.isEmpty()) {
            return "1";
        }
        List<Integer> innermostFirst = new ArrayList<>(counters);
        return innermostFirst.reversed().stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
