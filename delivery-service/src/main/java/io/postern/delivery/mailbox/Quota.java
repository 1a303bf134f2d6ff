package io.postern.delivery.mailbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a mailbox may hold.
 *
 * @param bytes of all mails in it; 0: as many as there is room for
 * @param messages how many mails; 0: as many as come
 */
public record Quota(long bytes, long messages) {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([KMGT]?)");
    private static final String UNITS = "KMGT";
    private static final int UNIT_BITS = 10;
    private static final int GRACE_DIVISOR = 10;

    public Quota {
        if (bytes < 0 || messages < 0 || bytes + messages == 0) {
            throw new IllegalArgumentException("a quota limits bytes, messages or both: " + bytes + ", " + messages);
        }
    }

    /**
     * Reads a number of bytes such as {@code 500M} or {@code 2G}.
     *
     * @throws IllegalArgumentException if it is none, or 0
     */
    public static long size(String text) {
        Matcher parts = SIZE.matcher(text);
        if (parts.matches()) {
            int power = UNITS.indexOf(parts.group(2)) + 1;
            int shift = parts.group(2).isEmpty() ? 0 : UNIT_BITS * power;
            long number = Long.parseLong(parts.group(1));
            if (number > 0 && number <= (Long.MAX_VALUE >> (shift + 1))) {
                return number << shift;
            }
        }
        throw new IllegalArgumentException("not a size such as 500M or 2G: " + text);
    }

    /**
     * How large the next mail may be; 0: none fits. A mailbox that is not full takes one that goes over by a tenth, as the
     * common mail stores have it: else one that is nearly full would let mail in and then send it back.
     */
    public long room(Usage usage) {
        boolean full = (bytes > 0 && usage.bytes() >= bytes) || (messages > 0 && usage.messages() >= messages);
        if (full) {
            return 0;
        }
        return bytes == 0 ? Long.MAX_VALUE : bytes - usage.bytes() + bytes / GRACE_DIVISOR;
    }

    /** As the first line of {@code maildirsize} says it. */
    String definition() {
        String size = bytes == 0 ? "" : bytes + "S";
        String count = messages == 0 ? "" : messages + "C";
        return size.isEmpty() || count.isEmpty() ? size + count : size + "," + count;
    }
}
