package io.postern.greylist;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

class OriginTest {

    private static String of(String... names) {
        try {
            List<Name> confirmed = new ArrayList<>();
            for (String name : names) {
                confirmed.add(Name.fromString(name + "."));
            }
            InetAddress client = InetAddress.getByAddress(new byte[] {(byte) 203, 0, 113, 7});
            return String.valueOf(Origin.of(confirmed, client));
        } catch (TextParseException | UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mail-wr1-f51.google.example, host:google.example",
        "MX3.Client.Example, host:client.example",
        "a.outbound.protection.outlook.example, host:outbound.protection.outlook.example",
        "mx.client.co.uk, host:client.co.uk",
        "client.example, host:client.example",
        "client.co.uk, host:client.co.uk"
    })
    void nameWithoutItsFirstLabelVouches(String name, String origin) {
        assertThat(of(name)).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203-0-113-7.dyn.provider.example",
                "pool-7.dsl.provider.example",
                "203-0-113-7.static.provider.example",
                "mail-203-0-113-7.provider.example",
                "vps-1a2b3c4d.vps.provider.example",
                "vmi1234567.provider.example",
                "srv987654.provider.example",
                "li1234-56.members.provider.example"
            })
    void nameThatAProviderGivesToAnybodyDoesNot(String name) {
        assertThat(of(name)).isEqualTo("null");
    }

    @Test
    void whoHasANameBelowAPublicSuffixVouchesForHimselfAlone() {
        assertThat(of("box.duckdns.org")).isEqualTo("host:box.duckdns.org");
        assertThat(of("firm.uk.com")).isEqualTo("host:firm.uk.com");
    }

    @Test
    void withoutNameNothingDoes() {
        assertThat(of()).isEqualTo("null");
    }

    @Test
    void orderOfTheNamesDoesNotMatter() {
        assertThat(of("a.x.example", "a.b.example")).isEqualTo(of("a.b.example", "a.x.example"));
    }
}
