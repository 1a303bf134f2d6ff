package io.postern.delivery.route;

import static java.util.Locale.ROOT;

import java.util.List;
import java.util.function.Function;

/**
 * The ways out of the house, by the domain of the recipient.
 *
 * @param rules the first that fits counts; where none does, mail waits
 * @param retries of mail that waits
 */
public record Routes(List<Rule> rules, RetrySchedule retries) {

    /**
     * One way for some domains.
     *
     * @param domains in lower case: {@code example.org}, {@code *.example.org} for all below it, {@code *} for all
     * @param way for a domain
     */
    public record Rule(List<String> domains, Function<String, Way> way) {

        boolean fits(String domain) {
            return domains.stream().anyMatch(pattern -> fits(pattern, domain));
        }

        private static boolean fits(String pattern, String domain) {
            return pattern.startsWith("*") ? domain.endsWith(pattern.substring(1)) : domain.equals(pattern);
        }
    }

    public Routes {
        rules = List.copyOf(rules);
    }

    /** Where mail for an address goes that is of no domain of ours. */
    public Way of(String address) {
        String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(ROOT);
        return rules.stream()
                .filter(rule -> rule.fits(domain))
                .findFirst()
                .map(rule -> rule.way().apply(domain))
                .orElseGet(() -> new Way.Waiting(retries));
    }
}
