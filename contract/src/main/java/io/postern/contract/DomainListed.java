package io.postern.contract;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A domain for which we take mail.
 *
 * @param domain in lower case, A-labels
 * @param delimiters characters that may stand between a mailbox's name and a tag of its owner's; none if empty; {@code
 *     null}: the reader's own
 */
public record DomainListed(String domain, @Nullable String delimiters) {

    private static final String PREFIX = "domain/";

    public DomainListed {
        requireNonNull(domain, "domain");
    }

    public DomainListed(String domain) {
        this(domain, null);
    }

    public String key() {
        return PREFIX + domain;
    }
}
