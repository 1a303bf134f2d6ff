package io.postern.antispam.letter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One address of a header field (RFC 5322 section 3.4), read as leniently as mail programs do.
 *
 * @param name the display name, empty if there is none
 * @param address as it stands there, in lower case; it may be none at all
 */
public record Mailbox(String name, String address) {

    public static final Mailbox NONE = new Mailbox("", "");

    /** Those of a field, at most {@code most}. */
    static List<Mailbox> all(String field, int most) {
        List<Mailbox> found = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i <= field.length() && found.size() < most; i++) {
            char c = i < field.length() ? field.charAt(i) : ',';
            if (c == '"') {
                quoted = !quoted;
            } else if ((c == ',' || c == ';') && (!quoted || i == field.length())) {
                Mailbox mailbox = of(field.substring(start, i).strip());
                if (!mailbox.equals(NONE)) {
                    found.add(mailbox);
                }
                start = i + 1;
            }
        }
        return found;
    }

    private static Mailbox of(String text) {
        int open = text.lastIndexOf('<');
        if (open >= 0) {
            int close = text.indexOf('>', open);
            String address = text.substring(open + 1, close < 0 ? text.length() : close);
            return new Mailbox(unquoted(text.substring(0, open)), lower(address));
        }
        int comment = text.indexOf('(');
        return comment < 0
                ? new Mailbox("", lower(text))
                : new Mailbox(text.substring(comment + 1).replace(")", "").strip(), lower(text.substring(0, comment)));
    }

    private static String unquoted(String name) {
        return name.replace("\"", "").replace("\\", "").strip();
    }

    private static String lower(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether it is {@code something@something}. */
    public boolean valid() {
        int at = address.lastIndexOf('@');
        return at > 0 && at < address.length() - 1 && address.indexOf(' ') < 0;
    }

    /** What is before the at sign; all of it without one. */
    public String local() {
        int at = address.lastIndexOf('@');
        return at < 0 ? address : address.substring(0, at);
    }

    /** What is behind the at sign, empty without one. */
    public String domain() {
        int at = address.lastIndexOf('@');
        return at < 0 ? "" : address.substring(at + 1);
    }
}
