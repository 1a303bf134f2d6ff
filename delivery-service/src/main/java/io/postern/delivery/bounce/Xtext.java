package io.postern.delivery.bounce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands behind ENVID and ORCPT: xtext (RFC 3461 section 4), and what RFC 6533 section 3 adds for its addresses. */
public final class Xtext {

    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{(?:10|[0-9A-Fa-f])?[0-9A-Fa-f]{1,4}\\}");

    private static final char DELETE = 0x7f;

    private Xtext() {}

    /** Text that is no xtext comes back as it is. */
    static String decode(String xtext) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int i = 0;
        while (i < xtext.length()) {
            int octet = octet(xtext, i);
            if (octet >= 0) {
                bytes.write(octet);
                i += 3;
            } else {
                int c = xtext.codePointAt(i);
                bytes.writeBytes(Character.toString(c).getBytes(UTF_8));
                i += Character.charCount(c);
            }
        }
        return bytes.toString(UTF_8);
    }

    /** Characters written as {@code \x{...}} in an address of the type "utf-8" as themselves. */
    static String unembed(String address) {
        return EMBEDDED.matcher(address).replaceAll(embedded -> {
            String digits = embedded.group().substring(3, embedded.group().length() - 1);
            int c = Integer.parseInt(digits, 16);
            return Matcher.quoteReplacement(Character.toString(c));
        });
    }

    /** ORCPT for an address, as far as it is ASCII: one in other characters needs what not every peer can read. */
    public static @Nullable String originalRecipient(String address) {
        return Ascii.only(address) ? "rfc822;" + encode(address) : null;
    }

    private static String encode(String text) {
        StringBuilder xtext = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ' && c < DELETE && c != '+' && c != '=') {
                xtext.append(c);
            } else {
                xtext.append("+%02X".formatted((int) c));
            }
        }
        return xtext.toString();
    }

    private static int octet(String xtext, int at) {
        if (xtext.charAt(at) != '+' || at + 2 >= xtext.length()) {
            return -1;
        }
        int high = Character.digit(xtext.charAt(at + 1), 16);
        int low = Character.digit(xtext.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
