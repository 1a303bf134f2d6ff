package io.postern.delivery.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.postern.delivery.file.InvalidFile;
import io.postern.delivery.relay.Route;
import io.postern.delivery.relay.pace.PaceLimits;
import io.postern.delivery.relay.smtp.Credentials;
import io.postern.delivery.relay.smtp.Terms;
import io.postern.delivery.relay.smtp.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesFileTest {

    private static final RoutesFile.Defaults DEFAULTS = new RoutesFile.Defaults(
            Terms.USUAL,
            PaceLimits.USUAL,
            new RetrySchedule(List.of(Duration.ofMinutes(5)), Duration.ofHours(4), Duration.ofDays(5)),
            25);

    @TempDir
    private Path folder;

    @Test
    void firstThatFitsCounts() throws IOException {
        Routes routes = read("""
                routes:
                  - domains: [partner.example, "*.partner.example"]
                    to: "[2001:db8::1]:2525"
                  - domains: [held.example]
                    to: hold
                  - domains: ["*"]
                    to: mx
                """);

        assertThat(routes.of("a@partner.example").destination()).isEqualTo("smtp:[2001:db8::1]:2525");
        assertThat(routes.of("a@In.Partner.example").destination()).isEqualTo("smtp:[2001:db8::1]:2525");
        assertThat(routes.of("a@notpartner.example").destination()).isEqualTo("smtp:notpartner.example");
        assertThat(routes.of("a@held.example")).isInstanceOf(Way.Waiting.class);
    }

    @Test
    void mailWithoutARouteWaits() throws IOException {
        assertThat(read("routes: []").of("a@elsewhere.example")).isInstanceOf(Way.Waiting.class);
    }

    @Test
    void everythingCanBeSaidOfARoute() throws IOException {
        Files.writeString(folder.resolve("secret"), "swordfish\n");
        Way.Network way = (Way.Network) read("""
                routes:
                  - domains: ["*"]
                    to: smarthost.example:587
                    tls: required
                    login: {user: postern, password-file: secret}
                    source: [192.0.2.1, "2001:db8::2"]
                    recipients: 50
                    concurrency: 4
                    rate: 100/m
                    retries: [1m, 1h]
                    warn-after: 2h
                    lifetime: 2d
                """).of("a@elsewhere.example");

        Route.NextHop hop = (Route.NextHop) way.route();
        assertThat(hop.host()).isEqualTo("smarthost.example");
        assertThat(hop.port()).isEqualTo(587);
        assertThat(hop.terms().tls()).isEqualTo(Tls.REQUIRED);
        assertThat(hop.terms().login()).isEqualTo(new Credentials("postern", "swordfish"));
        assertThat(hop.terms().sources()).hasSize(2);
        assertThat(hop.terms().recipients()).isEqualTo(50);
        assertThat(way.pace().concurrent()).isEqualTo(4);
        assertThat(way.pace().rate()).isEqualTo(100);
        assertThat(way.pace().per()).isEqualTo(Duration.ofMinutes(1));
        assertThat(way.retries())
                .isEqualTo(new RetrySchedule(
                        List.of(Duration.ofMinutes(1), Duration.ofHours(1)), Duration.ofHours(2), Duration.ofDays(2)));
    }

    /** The entry of a route with | for a line end, the line of the mistake, and what is said of it. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            to: mx;                                                    2; 'domains' is missing
            domains: [a.example];                                      2; 'to' is missing
            domains: ["a b"]|    to: mx;                               2; not a domain: a b
            domains: ["*.*"]|    to: mx;                               2; not a domain: *.*
            domains: [a.example]|    to: somewhere;                    3; not HOST:PORT or [IPv6]:PORT: somewhere
            domains: [a.example]|    to: "host:99999";                 3; not HOST:PORT or [IPv6]:PORT: host:99999
            domains: [a.example]|    to: mx|    tls: perhaps;          4; perhaps
            domains: [a.example]|    to: mx|    rate: many;            4; many
            domains: [a.example]|    to: mx|    rate: 5/w;             4; a rate is NUMBER/s, /m or /h, not /w
            domains: [a.example]|    to: mx|    concurrency: 0;        4; not a number from 1 to 1000: 0
            domains: [a.example]|    to: mx|    source: [here];        4; not an IP address: here
            domains: [a.example]|    to: mx|    retries: [soon];       4; soon
            domains: [a.example]|    to: mx|    retries: [];           4; the waits between attempts must be positive
            domains: [a.example]|    to: mx|    login: {user: a};      4; 'password-file' is missing
            domains: [a.example]|    to: mx|    login: {user: a, password-file: none}; 4; the file of the password cannot be read: none
            domains: [a.example]|    to: mx|    port: 26;              4; not a key here: 'port'
            """)
    void mistakeIsNamedWithItsLine(String route, int line, String reason) {
        assertThatExceptionOfType(InvalidFile.class)
                .isThrownBy(() -> read("routes:\n  - " + route.replace('|', '\n') + "\n"))
                .withMessageContaining("routes.yaml, line " + line + ":")
                .withMessageContaining(reason);
    }

    private Routes read(String text) throws IOException {
        return RoutesFile.read(Files.writeString(folder.resolve("routes.yaml"), text), DEFAULTS);
    }
}
