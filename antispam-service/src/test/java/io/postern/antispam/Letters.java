package io.postern.antispam;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.antispam.letter.Letter;
import io.postern.check.Mail;
import io.postern.contract.Envelope;
import io.postern.contract.Envelope.Recipient;
import io.postern.contract.Golden;
import io.postern.contract.MailReceived;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Mails to test with. */
public final class Letters {

    /** When they are all received. */
    public static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");

    /** The fields of an ordinary mail, but for what is in it. */
    static final String HEAD = """
            From: Carol Client <carol@client.example>
            To: Alice <alice@postern.test>
            Subject: Lunch on Thursday
            Date: Wed, 4 Mar 2026 09:59:00 +0000
            Message-ID: <1@client.example>
            MIME-Version: 1.0
            """;

    /** With a text in it. */
    static final String PLAIN = HEAD + "Content-Type: text/plain; charset=utf-8\n";

    private static final String TEXT =
            "Shall we meet at the usual place? I have put the notes of our last talk into the folder, see you then.\n";

    private Letters() {}

    /** A mail as people write it, of this text. */
    public static Letter saying(String text) {
        return letter(PLAIN + "\n" + text);
    }

    /** The same with more fields, or others in place of those of the same name. */
    public static Letter with(String... fields) {
        return letter(header(fields) + "\n" + TEXT);
    }

    /** A mail as people write it, in HTML. */
    public static Letter html(String html) {
        return letter(header("Content-Type: text/html; charset=utf-8") + "\n" + html);
    }

    private static String header(String... fields) {
        StringBuilder header = new StringBuilder();
        PLAIN.lines()
                .filter(line -> List.of(fields).stream().noneMatch(field -> sameName(field, line)))
                .forEach(line -> header.append(line).append('\n'));
        for (String field : fields) {
            if (!field.endsWith(":-")) {
                header.append(field).append('\n');
            }
        }
        return header.toString();
    }

    private static boolean sameName(String field, String line) {
        return line.regionMatches(true, 0, field, 0, field.indexOf(':') + 1);
    }

    public static Letter letter(String mail) {
        try {
            return Letter.of(mail(mail));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param text with line feeds */
    public static Mail mail(String text) {
        byte[] bytes = text.replace("\n", "\r\n").getBytes(UTF_8);
        Envelope envelope =
                new Envelope("carol@client.example", List.of(new Recipient("alice@postern.test")), false, false);
        return Mail.of(new MailReceived("m1", Golden.SESSION, envelope, 1, bytes.length, "", NOW), bytes);
    }
}
