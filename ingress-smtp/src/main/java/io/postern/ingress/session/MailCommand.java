package io.postern.ingress.session;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The argument of MAIL (RFC 5321 section 4.1.1.2).
 *
 * @param sender the reverse-path, empty for the null sender
 * @param size the declared size in bytes (RFC 1870), 0 if none
 * @param eightBit whether BODY=8BITMIME (RFC 6152)
 */
record MailCommand(String sender, long size, boolean eightBit) {

    static final Reply SYNTAX = Reply.of(501, "5.5.4", "Syntax: MAIL FROM:<address> [parameters]");

    /** @throws Refused with the reply, if it is not well formed or asks for what we lack */
    static MailCommand parse(String argument) throws Refused {
        PathAndParameters parts = PathAndParameters.parse("FROM:", argument, SYNTAX);
        String sender = parts.path().isEmpty() ? "" : mailbox(parts.path()).address();
        long size = 0;
        boolean eightBit = false;
        for (Map.Entry<String, String> parameter : parts.parameters().entrySet()) {
            switch (parameter.getKey()) {
                case "SIZE" -> size = size(parameter.getValue());
                case "BODY" -> eightBit = body(parameter.getValue());
                default -> throw new Refused(Reply.of(555, "5.5.4", "Unsupported parameter: " + parameter.getKey()));
            }
        }
        return new MailCommand(sender, size, eightBit);
    }

    private static MailPath mailbox(String path) throws Refused {
        MailPath sender = MailPath.parse(path);
        if (sender == null) {
            throw new Refused(Reply.of(501, "5.1.7", "Bad sender address syntax"));
        }
        return sender;
    }

    private static long size(String value) throws Refused {
        // RFC 1870 section 5: 1 to 20 digits; what does not fit a long is too big for us anyway.
        if (!value.matches("\\d{1,20}")) {
            throw new Refused(Reply.of(501, "5.5.4", "Bad SIZE value"));
        }
        return value.length() > 18 ? Long.MAX_VALUE : Long.parseLong(value);
    }

    private static boolean body(String value) throws Refused {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "7BIT" -> false;
            case "8BITMIME" -> true;
            default -> throw new Refused(Reply.of(501, "5.5.4", "Bad BODY value"));
        };
    }

    /** A command was refused; carries the reply. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Reply reply;

        Refused(Reply reply) {
            super(reply.text(), null, false, false);
            this.reply = reply;
        }

        Reply reply() {
            return reply;
        }
    }

    /**
     * {@code FROM:<path> [parameters]} or {@code TO:<path> [parameters]}.
     *
     * @param path what stands between the angle brackets
     * @param parameters by keyword in upper case; empty value where there is none
     */
    record PathAndParameters(String path, Map<String, String> parameters) {

        // The quoted local part may hold ">" and spaces.
        private static final Pattern FORM = Pattern.compile("<((?:\"(?:[^\"\\\\]|\\\\.)*+\"|[^<>\"])*+)>((?: .*)?)");
        private static final Pattern PARAMETER =
                Pattern.compile("([A-Za-z0-9][A-Za-z0-9-]*+)(?:=([\\x21-\\x3c\\x3e-\\x7e]++))?");

        static PathAndParameters parse(String keyword, String argument, Reply syntax) throws Refused {
            if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
                throw new Refused(syntax);
            }
            // A space after the colon is not in the grammar, but common and harmless.
            Matcher form = FORM.matcher(argument.substring(keyword.length()).strip());
            if (!form.matches()) {
                throw new Refused(syntax);
            }
            return new PathAndParameters(form.group(1), parameters(form.group(2).strip(), syntax));
        }

        private static Map<String, String> parameters(String text, Reply syntax) throws Refused {
            Map<String, String> parameters = new HashMap<>();
            for (String word : text.isEmpty() ? new String[0] : text.split(" +")) {
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
    }
}
