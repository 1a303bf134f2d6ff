package io.postern.check.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Reads mails of 25 MB of several kinds, in a process of its own, and prints how many milliseconds each took. */
final class LargeMail {

    private static final int SIZE = 25_000_000;

    /** The usual ones with more time, to see how long it takes. */
    private static final MimeLimits UNHURRIED = new MimeLimits(
            MimeLimits.DEFAULT.depth(),
            MimeLimits.DEFAULT.parts(),
            MimeLimits.DEFAULT.headerFields(),
            MimeLimits.DEFAULT.headerBytes(),
            MimeLimits.DEFAULT.textBytes(),
            MimeLimits.DEFAULT.bytes(),
            MimeLimits.DEFAULT.members(),
            Duration.ofSeconds(30));

    private LargeMail() {}

    public static void main(String[] arguments) throws IOException {
        MimeView.read(new ByteArrayInputStream("Content-Type: text/html\r\n\r\n<p>x".getBytes(ISO_8859_1)));
        for (Map.Entry<String, String> part : parts().entrySet()) {
            byte[] mail = mail(part.getValue());
            long start = System.nanoTime();
            MimeView view = MimeView.read(new ByteArrayInputStream(mail), UNHURRIED);
            long millis = (System.nanoTime() - start) / 1_000_000;
            System.out.println(part.getKey() + " " + millis + " " + view.flags());
        }
    }

    /** What is repeated until the mail is large enough, by what it is. */
    private static Map<String, String> parts() {
        byte[] noise = new byte[57 * 200];
        new Random(1).nextBytes(noise);
        String file = "Content-Type: application/octet-stream; name=x.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("file", file + "|" + Base64.getMimeEncoder().encodeToString(noise) + "\r\n");
        parts.put("doubtful-file", file + "|" + Base64.getMimeEncoder().encodeToString(noise) + "=\r\n");
        parts.put("text", "Content-Type: text/plain\r\n\r\n|some words in a line of text, and more of them\r\n");
        parts.put(
                "markup",
                "Content-Type: text/html\r\n\r\n|<p style=\"color:red\">some <b>words</b> <a href=x>x</a>\r\n");
        parts.put("quoted", "Content-Transfer-Encoding: quoted-printable\r\n\r\n|=C3=BC=C3=BC and =XX\r\n");
        parts.put("zip", file + "|UEsDBBQAAAAIAAAAAABQSwMEFAAAAAgAAAAAAFBLAwQUAAAACAAAAAAA\r\n");
        parts.put("boundaries", "\r\n|--a\r\n--ab\r\n\r\n");
        parts.put("headers", "\r\n|--a\r\nContent-Type: x\r\n\r\n");
        return parts;
    }

    private static byte[] mail(String part) {
        int split = part.indexOf('|');
        String header =
                "Subject: large\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" + part.substring(0, split);
        byte[] repeated = part.substring(split + 1).getBytes(ISO_8859_1);
        byte[] mail = new byte[SIZE];
        byte[] beginning = header.getBytes(ISO_8859_1);
        System.arraycopy(beginning, 0, mail, 0, beginning.length);
        for (int at = beginning.length; at < SIZE; at += repeated.length) {
            System.arraycopy(repeated, 0, mail, at, Math.min(repeated.length, SIZE - at));
        }
        return mail;
    }
}
