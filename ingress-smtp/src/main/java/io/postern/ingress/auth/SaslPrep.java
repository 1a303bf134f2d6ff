package io.postern.ingress.auth;

import com.ongres.scram.common.StringPreparation;

/**
 * SASLprep (RFC 4013): one spelling of a name or password for all those that look the same. What it has no answer for,
 * such as characters that are newer than it is, stays as it is: so do clients that do not prepare at all.
 */
final class SaslPrep {

    private SaslPrep() {}

    static char[] prepare(char[] text) {
        try {
            return StringPreparation.SASL_PREPARATION.normalize(text);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The second is what the library has for a text of which nothing is left. Neither may be seen: they show
            // it.
            return text;
        }
    }
}
