package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Pattern;

/** How a reply has to look on the wire: RFC 5321 section 4.2, RFC 2034 section 4. */
final class ReplyForm {

    private static final int LONGEST = 512;
    private static final Pattern ASCII = Pattern.compile("[\\t -~]*");
    private static final Pattern BEYOND = Pattern.compile("[\\t -~\\x80-\\xff]*");
    private static final Pattern STATUS = Pattern.compile("([245])\\.\\d{1,3}\\.\\d{1,3} .*", Pattern.DOTALL);

    private ReplyForm() {}

    /**
     * Fails if the reply is not well formed.
     *
     * @param greeting whether it is the banner or answers EHLO or HELO: no enhanced code then
     * @param utf8 whether the client takes more than ASCII
     */
    static void check(Reply reply, boolean greeting, boolean utf8) {
        String wire = new String(reply.wire(), ISO_8859_1);
        must(wire.endsWith("\r\n"), wire);
        String[] lines = wire.substring(0, wire.length() - 2).split("\r\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            must(line.length() >= 4 && line.startsWith(Integer.toString(reply.code())), wire);
            must(line.charAt(3) == (i < lines.length - 1 ? '-' : ' '), wire);
            must(line.length() + 2 <= LONGEST || reply.code() == 334, wire);
            must((utf8 ? BEYOND : ASCII).matcher(line).matches(), wire);
            boolean plain = greeting || reply.code() / 100 == 3;
            var status = STATUS.matcher(line.substring(4));
            must(plain != status.matches(), wire);
            must(plain || status.group(1).charAt(0) == line.charAt(0), wire);
        }
    }

    private static void must(boolean holds, String wire) {
        if (!holds) {
            throw new AssertionError("malformed reply: " + wire);
        }
    }
}
