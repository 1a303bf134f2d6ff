package io.postern.check.client;

import com.google.common.net.InternetDomainName;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * The part of a name that somebody has registered: {@code example.com} of {@code mx.example.com}, by the list of public
 * suffixes, those of providers included ({@code example.duckdns.org}). Where the list says nothing it is a guess: two
 * labels, or three where a country has well-known names at its second level ({@code example.co.uk}).
 */
public final class RegisteredDomain {

    private static final Set<String> SECOND_LEVEL = Set.of(
            "ac", "asn", "co", "com", "ed", "edu", "firm", "gen", "go", "gob", "gouv", "gov", "govt", "gv", "id", "ind",
            "lg", "ltd", "me", "mil", "ne", "net", "nhs", "nom", "or", "org", "plc", "sch");

    private static final int COUNTRY = 2;

    private RegisteredDomain() {}

    /** How many labels of an absolute name it has; all, if the name is not longer. */
    public static int labels(Name name) {
        int all = name.labels() - 1;
        if (all <= 2) {
            return all;
        }
        InternetDomainName listed = listed(name);
        if (listed != null) {
            return listed.isUnderPublicSuffix()
                    ? listed.topPrivateDomain().parts().size()
                    : all;
        }
        boolean country = label(name, all - 1).length() == COUNTRY;
        return country && SECOND_LEVEL.contains(label(name, all - 2)) ? 3 : 2;
    }

    /** {@code null} if the list does not have its end. */
    private static @Nullable InternetDomainName listed(Name name) {
        String text = name.toString(true);
        if (!InternetDomainName.isValid(text)) {
            return null;
        }
        InternetDomainName domain = InternetDomainName.from(text);
        return domain.hasPublicSuffix() ? domain : null;
    }

    /** Whether both have the same one. */
    public static boolean shared(Name one, Name other) {
        return of(one).equals(of(other));
    }

    private static Name of(Name name) {
        return new Name(name, name.labels() - 1 - labels(name));
    }

    private static String label(Name name, int index) {
        return name.getLabelString(index).toLowerCase(Locale.ROOT);
    }
}
