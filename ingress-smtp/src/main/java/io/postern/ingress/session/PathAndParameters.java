package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code FROM:<path> [parameters]} or {@code TO:<path> [parameters]} (RFC 5321 section 4.1.2).
 *
 * @param path what stands between the angle brackets
 * @param parameters by keyword in upper case, in the order given; empty value where there is none
 */
record PathAndParameters(String path, Map<String, String> parameters) {

    // The quoted local part may hold ">" and spaces.
    private static final Pattern FORM = Pattern.compile("<((?:\"(?:[^\"\\\\]|\\\\.)*+\"|[^<>\"])*+)>((?: .*)?)");
    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9-]*+)(?:=([!-<>-~\\x{a0}-\\x{10ffff}]++))?");
    // RFC 3461 section 4
    private static final Pattern XTEXT = Pattern.compile("(?:[!-*,-<>-~]|\\+[0-9A-F]{2})*+");

    private static final Reply NOT_UTF8 = Reply.of(501, "5.5.2", "Not UTF-8");

    static PathAndParameters parse(String keyword, String argument, Reply syntax) throws Refused {
        String text = utf8(argument);
        if (!text.regionMatches(true, 0, keyword, 0, keyword.length())) {
            throw new Refused(syntax);
        }
        // A space after the colon is not in the grammar, but common and harmless.
        Matcher form = FORM.matcher(text.substring(keyword.length()).strip());
        if (!form.matches()) {
            throw new Refused(syntax);
        }
        return new PathAndParameters(form.group(1), parameters(form.group(2).strip(), syntax));
    }

    /** The line came one character a byte. */
    private static String utf8(String line) throws Refused {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(line.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refused(NOT_UTF8);
        }
    }

    private static Map<String, String> parameters(String text, Reply syntax) throws Refused {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String word : text.isEmpty() ? new String[0] : text.split(" +", -1)) {
            Matcher parameter = PARAMETER.matcher(word);
            if (!parameter.matches()) {
                throw new Refused(syntax);
            }
            String value = parameter.group(2);
            if (parameters.put(parameter.group(1).toUpperCase(Locale.ROOT), value == null ? "" : value) != null) {
                throw new Refused(Reply.of(501, "5.5.4", "Parameter given twice: " + parameter.group(1)));
            }
        }
        return parameters;
    }

    static Refused unsupported(String keyword) {
        return new Refused(Reply.of(555, "5.5.4", "Unsupported parameter: " + keyword));
    }

    static Refused bad(String keyword) {
        return new Refused(Reply.of(501, "5.5.4", "Bad " + keyword + " value"));
    }

    /** A value in xtext, as given. */
    static String xtext(String keyword, String value, int max) throws Refused {
        if (value.isEmpty() || value.length() > max || !XTEXT.matcher(value).matches()) {
            throw bad(keyword);
        }
        return value;
    }
}
