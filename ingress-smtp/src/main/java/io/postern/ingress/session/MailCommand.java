package io.postern.ingress.session;

import io.postern.contract.Envelope.Ret;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The argument of MAIL (RFC 5321 section 4.1.1.2).
 *
 * @param sender the reverse-path, empty for the null sender
 * @param size the declared size in bytes (RFC 1870), 0 if none
 * @param eightBit whether BODY=8BITMIME (RFC 6152)
 * @param smtpUtf8 whether SMTPUTF8 (RFC 6531)
 * @param ret what RET asks for (RFC 3461 section 4.3)
 * @param envelopeId what ENVID says (RFC 3461 section 4.4)
 */
record MailCommand(
        String sender,
        long size,
        boolean eightBit,
        boolean smtpUtf8,
        @Nullable Ret ret,
        @Nullable String envelopeId) {

    static final Reply SYNTAX = Reply.of(501, "5.5.4", "Syntax: MAIL FROM:<address> [parameters]");

    /** RFC 6531 section 3.5. */
    private static final Reply NEEDS_SMTPUTF8 = Reply.of(553, "5.6.7", "Sender address beyond ASCII needs SMTPUTF8");

    private static final int MAX_ENVID = 100;

    /** @throws Refused with the reply, if it is not well formed or asks for what we lack */
    static MailCommand parse(String argument) throws Refused {
        PathAndParameters parts = PathAndParameters.parse("FROM:", argument, SYNTAX);
        long size = 0;
        boolean eightBit = false;
        boolean smtpUtf8 = false;
        Ret ret = null;
        String envelopeId = null;
        for (Map.Entry<String, String> parameter : parts.parameters().entrySet()) {
            String keyword = parameter.getKey();
            String value = parameter.getValue();
            switch (keyword) {
                case "SIZE" -> size = size(value);
                case "BODY" -> eightBit = body(value);
                case "SMTPUTF8" -> smtpUtf8 = flag(keyword, value);
                case "RET" -> ret = ret(value);
                case "ENVID" -> envelopeId = PathAndParameters.xtext(keyword, value, MAX_ENVID);
                // Who submitted it first, as the client believes; we do not (RFC 4954 section 5).
                case "AUTH" -> PathAndParameters.xtext(keyword, "<>".equals(value) ? "none" : value, 500);
                default -> throw PathAndParameters.unsupported(keyword);
            }
        }
        MailPath sender = parts.path().isEmpty() ? null : mailbox(parts.path());
        if (sender != null && sender.international() && !smtpUtf8) {
            throw new Refused(NEEDS_SMTPUTF8);
        }
        return new MailCommand(sender == null ? "" : sender.address(), size, eightBit, smtpUtf8, ret, envelopeId);
    }

    private static MailPath mailbox(String path) throws Refused {
        MailPath sender = MailPath.parse(path);
        // The postmaster alone is a recipient only: no reply would find him.
        if (sender == null || sender.domain().isEmpty()) {
            throw new Refused(Reply.of(501, "5.1.7", "Bad sender address syntax"));
        }
        return sender;
    }

    private static long size(String value) throws Refused {
        // RFC 1870 section 5: 1 to 20 digits; what does not fit a long is too big for us anyway.
        if (!value.matches("\\d{1,20}")) {
            throw PathAndParameters.bad("SIZE");
        }
        return value.length() > 18 ? Long.MAX_VALUE : Long.parseLong(value);
    }

    private static boolean body(String value) throws Refused {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "7BIT" -> false;
            case "8BITMIME" -> true;
            default -> throw PathAndParameters.bad("BODY");
        };
    }

    private static boolean flag(String keyword, String value) throws Refused {
        if (!value.isEmpty()) {
            throw PathAndParameters.bad(keyword);
        }
        return true;
    }

    private static Ret ret(String value) throws Refused {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "FULL" -> Ret.FULL;
            case "HDRS" -> Ret.HDRS;
            default -> throw PathAndParameters.bad("RET");
        };
    }
}
