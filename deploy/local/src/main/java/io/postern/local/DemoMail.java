package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.UUID;

/**
 * A mail of the demo.
 *
 * @param token in it and in no other, so that it can be found again
 * @param text lines that end in CRLF
 */
record DemoMail(String token, String text) {

    static DemoMail plain(String from, String text) {
        return of(from, """
            Content-Type: text/plain; charset=utf-8

            %s
            """.formatted(text));
    }

    static DemoMail withAttachment(String from) {
        String attachment = Base64.getMimeEncoder()
                .encodeToString("what was attached\n".repeat(20).getBytes(UTF_8));
        return of(from, """
            Content-Type: multipart/mixed; boundary="frontier"

            --frontier
            Content-Type: text/plain; charset=utf-8

            A mail with an attachment.
            --frontier
            Content-Type: application/octet-stream
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename="attached.txt"

            %s
            --frontier--
            """.formatted(attachment));
    }

    /** The EICAR test string as an attachment; encoded here too, so that no scanner takes this file for what it is not. */
    static DemoMail withTestVirus(String from) {
        return of(from, """
            Content-Type: multipart/mixed; boundary="frontier"

            --frontier
            Content-Type: text/plain; charset=utf-8

            Please look at the attachment.
            --frontier
            Content-Type: application/octet-stream
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename="eicar.txt"

            WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNU
            LUZJTEUhJEgrSCo=
            --frontier--
            """);
    }

    private static DemoMail of(String from, String content) {
        String token = UUID.randomUUID().toString();
        String headers = """
            From: Demo <%s>
            To: demo recipient:;
            Subject: Postern demo
            Date: %s
            Message-ID: <%s@client.example>
            MIME-Version: 1.0
            """.formatted(
                        from, DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)), token);
        return new DemoMail(token, crlf(headers + content));
    }

    private static String crlf(String text) {
        return text.replace("\r\n", "\n").replace("\n", "\r\n");
    }
}
