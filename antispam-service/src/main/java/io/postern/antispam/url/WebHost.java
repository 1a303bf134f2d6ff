package io.postern.antispam.url;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.check.client.IpAddress;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The host of an address, as browsers read it (WHATWG URL, section 3.5): in codes, and as a number of whatever base. */
final class WebHost {

    private static final int MOST_PARTS = 4;
    private static final int OCTET = 256;

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{1,12}");
    private static final Pattern OCTAL = Pattern.compile("[0-7]{1,15}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,15}");

    private WebHost() {}

    /** With %-codes resolved; as it is where they are none. */
    static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int code = bytes[i] == '%' && i + 2 < bytes.length ? code(bytes[i + 1], bytes[i + 2]) : -1;
            decoded.write(code < 0 ? bytes[i] : code);
            i += code < 0 ? 0 : 2;
        }
        return decoded.toString(UTF_8);
    }

    private static int code(byte high, byte low) {
        int first = Character.digit(high, 16);
        int second = Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : first * 16 + second;
    }

    /** The octets of an address, {@code null} if the host is a name. */
    static byte @Nullable [] octets(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            InetAddress address = IpAddress.of(host.substring(1, host.length() - 1));
            return address == null ? null : address.getAddress();
        }
        return numbers(host);
    }

    /** {@code 127.1}, {@code 0x7f.0.0.1}, {@code 2130706433}: the last number fills what is left of the four octets. */
    private static byte @Nullable [] numbers(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length > MOST_PARTS) {
            return null;
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            long number = number(parts[i]);
            int room = last ? MOST_PARTS - i : 1;
            if (number < 0 || number >= 1L << (8 * room)) {
                return null;
            }
            address = address << (8 * room) | number;
        }
        byte[] octets = new byte[MOST_PARTS];
        for (int i = 0; i < MOST_PARTS; i++) {
            octets[MOST_PARTS - 1 - i] = (byte) (address >> (8 * i) & (OCTET - 1));
        }
        return octets;
    }

    /** Decimal, hexadecimal behind 0x, octal behind 0; -1 if it is none. */
    private static long number(String text) {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        boolean octal = !hex && text.length() > 1 && text.startsWith("0");
        String digits = hex ? text.substring(2) : text;
        if (hex && digits.isEmpty()) {
            return 0;
        }
        Pattern form = hex ? HEX : octal ? OCTAL : DECIMAL;
        return form.matcher(digits).matches() ? Long.parseLong(digits, hex ? 16 : octal ? 8 : 10) : -1;
    }
}
