package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/** The mails of the demo. */
final class DemoMail {

    private DemoMail() {}

    static String plain(String token, String text) {
        return headers(token) + crlf("""
            Content-Type: text/plain; charset=utf-8

            %s
            """.formatted(text));
    }

    static String withAttachment(String token) {
        String attachment = Base64.getMimeEncoder()
                .encodeToString("what was attached\n".repeat(20).getBytes(UTF_8));
        return headers(token) + crlf("""
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

    private static String headers(String token) {
        return crlf(
                """
            From: Demo <demo@client.example>
            To: demo recipient:;
            Subject: Postern demo
            Date: %s
            Message-ID: <%s@client.example>
            MIME-Version: 1.0
            """.formatted(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)), token));
    }

    private static String crlf(String text) {
        return text.replace("\r\n", "\n").replace("\n", "\r\n");
    }
}
