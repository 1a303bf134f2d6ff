package io.postern.check.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.check.mime.MimeView.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.james.mime4j.stream.Field;
import org.jspecify.annotations.Nullable;

/** Collects the fields of a mail: of messages all, of other parts those that say what they are. */
final class Headers {

    /** How many fields as long as the longest are kept of a mail. */
    private static final int LONGEST_FIELDS = 8;

    private static final Pattern LINE_BREAK = Pattern.compile("\r?\n");

    private record Open(String path, List<Message.Field> fields) {}

    private final Contents contents;
    private final List<Open> messages = new ArrayList<>();
    private final List<String> describing = new ArrayList<>();
    private boolean inMessage = true;
    private int charactersLeft;

    Headers(MimeLimits limits, Contents contents) {
        this.contents = contents;
        this.charactersLeft = LONGEST_FIELDS * limits.headerBytes();
    }

    /** The header of a message begins. */
    void message(String path) {
        messages.add(new Open(path, new ArrayList<>()));
        inMessage = true;
        describing.clear();
    }

    /** The header of another part begins. */
    void part() {
        inMessage = false;
        describing.clear();
    }

    void field(Field field) {
        byte[] sent = field.getRaw() == null
                ? (field.getName() + ":" + field.getBody()).getBytes(ISO_8859_1)
                : field.getRaw().toByteArray();
        String name = field.getName().toLowerCase(Locale.ROOT);
        if (sent.length > charactersLeft) {
            contents.flag(Flag.TRUNCATED);
            return;
        }
        charactersLeft -= sent.length;
        String octets = new String(sent, ISO_8859_1);
        if (name.equals("content-type") || name.equals("content-disposition")) {
            describing.add(octets);
        }
        if (inMessage) {
            String raw = body(octets);
            String text = CharsetGuess.guess(sent);
            String value = EncodedWords.decode(text.equals(octets) ? raw : body(text));
            messages.getLast().fields().add(new Message.Field(name, value, raw));
        }
    }

    /** Unfolded, and without the name. */
    private static String body(String field) {
        String body = field.substring(field.indexOf(':') + 1).strip();
        return body.indexOf('\n') < 0
                ? body
                : LINE_BREAK.matcher(body).replaceAll("").strip();
    }

    /** What the header that was read last says of its part. */
    PartHeader describe(String path, String type, @Nullable String charset) {
        boolean offered = says("attachment");
        return new PartHeader(path, type, charset, PartNames.of(describing), !offered, offered);
    }

    private boolean says(String disposition) {
        return describing.stream()
                .map(field -> field.toLowerCase(Locale.ROOT))
                .anyMatch(field -> field.startsWith("content-disposition")
                        && field.substring(field.indexOf(':') + 1).strip().startsWith(disposition));
    }

    List<Message> messages() {
        if (messages.isEmpty()) {
            return List.of(new Message("", List.of()));
        }
        return messages.stream()
                .map(open -> new Message(open.path(), open.fields()))
                .toList();
    }
}
