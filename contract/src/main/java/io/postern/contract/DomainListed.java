package io.postern.contract;

import static java.util.Objects.requireNonNull;

/**
 * A domain for which we take mail.
 *
 * @param domain in lower case, A-labels
 */
public record DomainListed(String domain) {

    private static final String PREFIX = "domain/";

    public DomainListed {
        requireNonNull(domain, "domain");
    }

    public String key() {
        return PREFIX + domain;
    }
}
