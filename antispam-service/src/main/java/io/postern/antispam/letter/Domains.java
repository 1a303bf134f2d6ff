package io.postern.antispam.letter;

import io.postern.check.client.RegisteredDomain;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Names of hosts and domains as they stand in mails. */
public final class Domains {

    private static final int LONGEST = 255;

    private Domains() {}

    /** The part that somebody has registered, {@code example.com} of {@code www.example.com}; as it is if it is no name. */
    public static String organisation(String domain) {
        if (domain.isEmpty() || domain.length() > LONGEST) {
            return domain;
        }
        try {
            Name name = Name.fromString(domain + ".");
            return new Name(name, name.labels() - 1 - RegisteredDomain.labels(name)).toString(true);
        } catch (TextParseException | IllegalArgumentException e) {
            return domain;
        }
    }
}
