package io.postern.ingress.session;

import io.postern.contract.Envelope.Notify;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The argument of RCPT (RFC 5321 section 4.1.1.3).
 *
 * @param notifyOn what NOTIFY asks for (RFC 3461 section 4.1), empty if nothing
 * @param originalRecipient what ORCPT says (RFC 3461 section 4.2)
 */
record RcptCommand(
        MailPath path, Set<Notify> notifyOn, @Nullable String originalRecipient) {

    private static final Reply SYNTAX = Reply.of(501, "5.5.4", "Syntax: RCPT TO:<address> [parameters]");
    private static final Reply BAD_ADDRESS = Reply.of(501, "5.1.3", "Bad recipient address syntax");

    /** RFC 6531 section 3.5. */
    private static final Reply NEEDS_SMTPUTF8 = Reply.of(553, "5.6.7", "Recipient address beyond ASCII needs SMTPUTF8");

    private static final int MAX_ORCPT = 500;

    /** Type, ";" and xtext. */
    private static final Pattern ORCPT = Pattern.compile("[A-Za-z0-9-]++;(?:[!-*,-<>-~]|\\+[0-9A-F]{2})++");

    /** With SMTPUTF8 there is a type whose addresses may be written as they are (RFC 6533 section 3). */
    private static final Pattern UTF8_ORCPT =
            Pattern.compile("(?i:utf-8);(?:[!-*,-<>-~\\x{a0}-\\x{10ffff}]|\\+[0-9A-F]{2})++");

    /** @throws Refused with the reply, if it is not well formed or asks for what we lack */
    static RcptCommand parse(String argument, boolean smtpUtf8) throws Refused {
        PathAndParameters parts = PathAndParameters.parse("TO:", argument, SYNTAX);
        Set<Notify> notifyOn = Set.of();
        String originalRecipient = null;
        for (Map.Entry<String, String> parameter : parts.parameters().entrySet()) {
            switch (parameter.getKey()) {
                case "NOTIFY" -> notifyOn = notifyOn(parameter.getValue());
                case "ORCPT" -> originalRecipient = originalRecipient(parameter.getValue(), smtpUtf8);
                default -> throw PathAndParameters.unsupported(parameter.getKey());
            }
        }
        MailPath path = parts.path().isEmpty() ? null : MailPath.parse(parts.path());
        if (path == null) {
            throw new Refused(BAD_ADDRESS);
        }
        if (path.international() && !smtpUtf8) {
            throw new Refused(NEEDS_SMTPUTF8);
        }
        return new RcptCommand(path, notifyOn, originalRecipient);
    }

    private static Set<Notify> notifyOn(String value) throws Refused {
        Set<Notify> wanted = EnumSet.noneOf(Notify.class);
        for (String word : value.toUpperCase(Locale.ROOT).split(",", -1)) {
            switch (word) {
                case "NEVER" -> wanted.add(Notify.NEVER);
                case "SUCCESS" -> wanted.add(Notify.SUCCESS);
                case "FAILURE" -> wanted.add(Notify.FAILURE);
                case "DELAY" -> wanted.add(Notify.DELAY);
                default -> throw PathAndParameters.bad("NOTIFY");
            }
        }
        if (wanted.contains(Notify.NEVER) && wanted.size() > 1) {
            throw PathAndParameters.bad("NOTIFY");
        }
        return wanted;
    }

    private static String originalRecipient(String value, boolean smtpUtf8) throws Refused {
        Pattern form = smtpUtf8 && UTF8_ORCPT.matcher(value).lookingAt() ? UTF8_ORCPT : ORCPT;
        if (value.length() > MAX_ORCPT || !form.matcher(value).matches()) {
            throw PathAndParameters.bad("ORCPT");
        }
        return value;
    }
}
