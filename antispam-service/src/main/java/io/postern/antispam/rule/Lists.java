package io.postern.antispam.rule;

import java.util.Map;
import java.util.Set;

/**
 * Words, names and domains that rules look up, by the name of the list.
 *
 * @param entries in lower case
 */
public record Lists(Map<String, Set<String>> entries) {

    public static final Lists NONE = new Lists(Map.of());

    public Lists {
        entries = Map.copyOf(entries);
    }

    Set<String> of(String list) {
        return entries.getOrDefault(list, Set.of());
    }

    /** Whether an entry is there. */
    boolean has(String list, String entry) {
        return of(list).contains(entry);
    }

    /** Whether a host or a domain above it is there. */
    public boolean covers(String list, String host) {
        Set<String> listed = of(list);
        for (int at = 0; at >= 0; at = host.indexOf('.', at) < 0 ? -1 : host.indexOf('.', at) + 1) {
            if (listed.contains(host.substring(at))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text has an entry in it. */
    boolean within(String list, String text) {
        return of(list).stream().anyMatch(text::contains);
    }
}
