package io.postern.delivery.relay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the network.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+)):(\\d{1,5})");
    private static final int LAST_PORT = 65_535;

    /** @throws IllegalArgumentException if it is not {@code HOST:PORT} or {@code [IPv6]:PORT} */
    public static Endpoint parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            int port = Integer.parseInt(form.group(3));
            if (port > 0 && port <= LAST_PORT) {
                return new Endpoint(form.group(1) != null ? form.group(1) : form.group(2), port);
            }
        }
        throw new IllegalArgumentException("not HOST:PORT or [IPv6]:PORT: " + text);
    }
}
