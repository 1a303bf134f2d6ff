package io.postern.delivery.bounce;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.james.mime4j.codec.QuotedPrintableOutputStream;

/**
 * A part of a notice, encoded for its way.
 *
 * @param type with parameters
 * @param description for who looks at the parts
 * @param encoding 7bit, 8bit or quoted-printable
 * @param body with CRLF for line ends
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Part(String type, String description, String encoding, byte[] body) {

    private static final int LONGEST_LINE = 998;

    /** As it is: what may not be encoded (RFC 2046 section 5.2.1), or goes where 8 bits are welcome. */
    static Part asIs(String type, String description, byte[] body) {
        return new Part(type, description, Ascii.only(body) ? "7bit" : "8bit", body);
    }

    /** In quoted-printable if it has 8 bits or lines too long for SMTP. */
    static Part encoded(String type, String description, byte[] body) {
        if (Ascii.only(body) && linesFit(body)) {
            return new Part(type, description, "7bit", body);
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (QuotedPrintableOutputStream encoder = new QuotedPrintableOutputStream(encoded, false)) {
            encoder.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no file or wire behind it
        }
        return new Part(type, description, "quoted-printable", encoded.toByteArray());
    }

    static Part text(String text, boolean utf8) {
        byte[] body = text.getBytes(UTF_8);
        if (Ascii.only(body)) {
            return encoded("text/plain; charset=us-ascii", "Notice", body);
        }
        String type = "text/plain; charset=utf-8";
        return utf8 && linesFit(body) ? asIs(type, "Notice", body) : encoded(type, "Notice", body);
    }

    static boolean linesFit(byte[] body) {
        int length = 0;
        for (byte octet : body) {
            length = octet == '\n' ? 0 : length + 1;
            if (length > LONGEST_LINE + 1) {
                return false;
            }
        }
        return true;
    }

    boolean eightBit() {
        return encoding.equals("8bit");
    }

    void writeTo(ByteArrayOutputStream out) {
        Fields fields = new Fields(false)
                .add("Content-Description", description)
                .add("Content-Type", type)
                .add("Content-Transfer-Encoding", encoding)
                .end();
        out.writeBytes(fields.toString().getBytes(US_ASCII));
        out.writeBytes(body);
    }
}
