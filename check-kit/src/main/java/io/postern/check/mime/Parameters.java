package io.postern.check.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The parameters of a field such as Content-Disposition (RFC 2045 section 5.1), read without asking whether they are written
 * as they should be: where a quoted string does not end it ends with the field, what makes no sense is passed over.
 */
final class Parameters {

    private static final int MOST = 64;

    /**
     * One of them.
     *
     * @param name in lower case: {@code filename*0*}
     * @param value without quotes, backslashes undone
     * @param literal the same with its backslashes
     */
    record Parameter(String name, String value, String literal) {}

    private final String field;
    private final List<Parameter> found = new ArrayList<>();
    private int at;

    private Parameters(String field) {
        this.field = field;
    }

    /** @param field its body, unfolded */
    static List<Parameter> of(String field) {
        Parameters parameters = new Parameters(field);
        parameters.read();
        return parameters.found;
    }

    private void read() {
        skipTo(";");
        while (at < field.length() && found.size() < MOST) {
            at++;
            int start = at;
            skipTo("=;");
            String name = field.substring(start, at).strip().toLowerCase(Locale.ROOT);
            if (at < field.length() && field.charAt(at) == '=') {
                at++;
                value(uncommented(name));
            }
        }
    }

    /** A comment in front of a name, or behind it, is none of it (RFC 822 section 3.4.3). */
    private static String uncommented(String name) {
        return name.indexOf('(') < 0
                ? name
                : name.replaceAll("\\([^()]*\\)", "").strip();
    }

    private void value(String name) {
        while (at < field.length() && Character.isWhitespace(field.charAt(at))) {
            at++;
        }
        if (at < field.length() && field.charAt(at) == '"') {
            at++;
            quoted(name);
            skipTo(";");
            return;
        }
        int start = at;
        skipTo(";");
        String value = field.substring(start, at).strip();
        found.add(new Parameter(name, value, value));
    }

    private void quoted(String name) {
        StringBuilder value = new StringBuilder();
        int start = at;
        while (at < field.length() && field.charAt(at) != '"') {
            if (field.charAt(at) == '\\' && at + 1 < field.length()) {
                at++;
            }
            value.append(field.charAt(at++));
        }
        found.add(new Parameter(name, value.toString(), field.substring(start, at)));
    }

    /** To one of these characters outside of quotes, or to the end. */
    private void skipTo(String ends) {
        while (at < field.length() && ends.indexOf(field.charAt(at)) < 0) {
            at++;
        }
    }
}
