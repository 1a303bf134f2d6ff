package io.postern.delivery.bounce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.contract.Envelope.Ret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * What a notice brings back of the mail: its headers; all of it if the sender asked for that (RFC 3461 section 4.3), it
 * failed, and it is small. A mail that cannot travel as it is within another (binary, lines too long) comes back as its
 * headers, for it may not be encoded.
 */
final class Returned {

    private final int most;

    /** @param most bytes of a mail that is brought back whole */
    Returned(int most) {
        this.most = most;
    }

    Part part(Original original, List<Report> reports, boolean utf8) throws IOException {
        boolean failed = reports.stream().anyMatch(report -> report.action() == Action.FAILED);
        boolean wanted = original.mail().envelope().ret() == Ret.FULL;
        if (failed && wanted && original.mail().size() <= most) {
            byte[] whole = whole(original);
            if (travels(whole)) {
                return Part.asIs(utf8 ? "message/global" : "message/rfc822", "Your mail", whole);
            }
        }
        return headers(original.header(), utf8);
    }

    private static Part headers(HeaderSection header, boolean utf8) {
        StringBuilder lines = new StringBuilder();
        // A lone CR would end a line for some.
        header.lines()
                .forEach(
                        line -> lines.append(line.replaceAll("[\\r\\x00]", " ")).append("\r\n"));
        byte[] body = lines.toString().getBytes(ISO_8859_1);
        String description = "Headers of your mail";
        if (utf8) {
            String type = "message/global-headers";
            return Part.linesFit(body) ? Part.asIs(type, description, body) : Part.encoded(type, description, body);
        }
        return Part.encoded("text/rfc822-headers", description, body);
    }

    private byte[] whole(Original original) throws IOException {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream((int) original.mail().size());
        original.content().writeTo(bytes);
        if (bytes.size() != original.mail().size()) {
            throw new IOException("the content has " + bytes.size() + " bytes of "
                    + original.mail().size());
        }
        return withCrlf(bytes.toByteArray());
    }

    /** The content came byte for byte; here a lone CR or LF would end a line for some and not for others. */
    private static byte[] withCrlf(byte[] content) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(content.length + 1024);
        for (int i = 0; i < content.length; i++) {
            byte octet = content[i];
            if (octet == '\r' || octet == '\n') {
                lines.write('\r');
                lines.write('\n');
                if (octet == '\r' && i + 1 < content.length && content[i + 1] == '\n') {
                    i++;
                }
            } else {
                lines.write(octet);
            }
        }
        return lines.toByteArray();
    }

    private static boolean travels(byte[] whole) {
        for (byte octet : whole) {
            if (octet == 0) {
                return false;
            }
        }
        return Part.linesFit(whole);
    }
}
