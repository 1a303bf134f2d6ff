package io.postern.delivery.api;

import io.postern.delivery.api.Inside.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Takes a mail apart for people to look at: text decoded, HTML without its markup, of files the name alone. So much
 * of it and no more, whatever a stranger has made of it. For one use.
 */
final class PartReader {

    private static final int HEADER = 64 * 1024;
    private static final int PARTS = 100;
    private static final int DEPTH = 20;
    private static final int TEXT = 64 * 1024;
    private static final int NAME = 200;

    private final List<Part> parts = new ArrayList<>();
    private int textLeft = TEXT;
    private int depth;
    private boolean truncated;
    private String name = "";

    boolean truncated() {
        return truncated;
    }

    List<Part> read(byte[] mail) {
        MimeConfig config = MimeConfig.custom()
                .setMaxHeaderCount(1000)
                .setMaxHeaderLen(HEADER)
                .setMaxLineLen(HEADER)
                .build();
        MimeTokenStream tokens = new MimeTokenStream(config, DecodeMonitor.SILENT, null);
        try {
            tokens.parse(new ByteArrayInputStream(mail));
            for (EntityState token = tokens.getState(); token != EntityState.T_END_OF_STREAM; token = tokens.next()) {
                if (parts.size() == PARTS) {
                    truncated = true;
                    break;
                }
                take(token, tokens);
            }
        } catch (MimeException | IOException | RuntimeException e) {
            // Whatever the parser trips over, the mail is to blame; what came before is shown.
            truncated = true;
        }
        return List.copyOf(parts);
    }

    private void take(EntityState token, MimeTokenStream tokens) throws IOException {
        switch (token) {
            case T_START_MULTIPART, T_START_MESSAGE -> deeper(tokens, 1);
            case T_END_MULTIPART, T_END_MESSAGE -> deeper(tokens, -1);
            case T_START_HEADER -> name = "";
            case T_FIELD -> name(tokens.getField());
            case T_BODY -> {
                BodyDescriptor body = tokens.getBodyDescriptor();
                String text = body.getMediaType().equals("text") ? text(body, tokens.getDecodedInputStream()) : "";
                parts.add(new Part(body.getMimeType(), name, text));
                truncated |= depth >= DEPTH && List.of("multipart", "message").contains(body.getMediaType());
            }
            default -> {}
        }
    }

    /** The parser goes down by recursion: from some depth on a part is a body, whatever it says it is. */
    private void deeper(MimeTokenStream tokens, int by) {
        depth += by;
        tokens.setRecursionMode(depth < DEPTH ? RecursionMode.M_RECURSE : RecursionMode.M_FLAT);
    }

    private void name(Field field) {
        String found =
                switch (field.getNameLowerCase()) {
                    case "content-disposition" -> parameter(field.getBody(), "filename");
                    case "content-type" -> parameter(field.getBody(), "name");
                    default -> null;
                };
        if (found != null && (name.isEmpty() || field.getNameLowerCase().equals("content-disposition"))) {
            name = found.substring(0, Math.min(found.length(), NAME));
        }
    }

    /** Near enough for a look: RFC 2231 continuations stay as they are. */
    private static @Nullable String parameter(String body, String wanted) {
        for (String piece : body.split(";", -1)) {
            int equals = piece.indexOf('=');
            if (equals > 0
                    && piece.substring(0, equals)
                            .strip()
                            .replaceAll("\\*.*", "")
                            .equalsIgnoreCase(wanted)) {
                String value = piece.substring(equals + 1).strip().replaceAll("^\"|\"$", "");
                return DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT);
            }
        }
        return null;
    }

    private String text(BodyDescriptor body, InputStream decoded) throws IOException {
        byte[] bytes = decoded.readNBytes(textLeft);
        textLeft -= bytes.length;
        truncated |= textLeft == 0 && decoded.read() >= 0;
        String text = new String(bytes, charset(body.getCharset()));
        return body.getSubType().equals("html") ? withoutMarkup(text) : text;
    }

    private static Charset charset(@Nullable String name) {
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.ISO_8859_1; // every octet is a character: nothing is lost
        }
    }

    /** By jsoup's parser for XML, which takes elements as they come: that of HTML may take minutes for a bad document. */
    private static String withoutMarkup(String html) {
        Document document = Jsoup.parse(html, "", Parser.xmlParser());
        document.select("script, style, head, template").remove();
        return document.nodeStream(TextNode.class)
                .map(TextNode::text)
                .filter(text -> !text.isBlank())
                .map(String::strip)
                .collect(Collectors.joining("\n"));
    }
}
