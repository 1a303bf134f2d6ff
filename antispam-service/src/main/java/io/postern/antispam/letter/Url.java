package io.postern.antispam.letter;

import java.util.Locale;
import java.util.Set;

/**
 * The parts of an address that people and programs look at, taken apart as browsers do and not as RFC 3986 would
 * have it: spam is written for browsers.
 *
 * @param scheme in lower case: {@code http}; empty if there is none
 * @param user what is before an at sign in the authority, empty if nothing
 * @param host in lower case, as written
 * @param port digits, empty if none
 * @param path with what follows it
 */
public record Url(String scheme, String user, String host, String port, String path) {

    /** Browsers see a host behind these even if the slashes are forgotten. */
    private static final Set<String> WITH_HOST = Set.of("http", "https", "ftp");

    /** Takes apart whatever it is. */
    public static Url of(String target) {
        String text =
                target.replace("\t", "").replace("\n", "").replace("\r", "").replace('\\', '/');
        int colon = text.indexOf(':');
        boolean schemed = colon > 0 && text.substring(0, colon).chars().allMatch(Url::inScheme);
        String scheme = schemed ? lower(text.substring(0, colon)) : "";
        boolean hasHost = WITH_HOST.contains(scheme) || text.startsWith("//", colon + 1);
        if (schemed && !hasHost) {
            return new Url(scheme, "", "", "", text.substring(colon + 1));
        }
        String rest = schemed || text.startsWith("//") ? withoutSlashes(text.substring(schemed ? colon + 1 : 0)) : text;
        int end = end(rest);
        return authority(scheme, rest.substring(0, end), rest.substring(end));
    }

    /** Browsers do not count them. */
    private static String withoutSlashes(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) == '/') {
            start++;
        }
        return text.substring(start);
    }

    private static Url authority(String scheme, String authority, String path) {
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? "" : authority.substring(0, at);
        String place = authority.substring(at + 1);
        int port = place.startsWith("[") ? -1 : place.lastIndexOf(':');
        String host = lower(port < 0 ? place : place.substring(0, port));
        int end = host.length();
        while (end > 0 && host.charAt(end - 1) == '.') {
            end--;
        }
        return new Url(scheme, user, host.substring(0, end), port < 0 ? "" : place.substring(port + 1), path);
    }

    private static int end(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if ("/?#".indexOf(rest.charAt(i)) >= 0) {
                return i;
            }
        }
        return rest.length();
    }

    private static boolean inScheme(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "+-.".indexOf(c) >= 0;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Whether it leads into the web. */
    public boolean web() {
        return scheme.equals("http") || scheme.equals("https");
    }
}
