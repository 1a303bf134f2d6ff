package io.postern.local.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Type;

/** What a stack finds in its DNS at the first start. */
class SampleZonesTest {

    private ZoneFolder zones;

    @BeforeEach
    void read() throws BadZone {
        zones = ZoneFolder.open(Path.of("../samples/dns"), line -> {});
    }

    /** RFC 5782 section 5. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            127.0.0.2,       true
            127.0.0.1,       false
            ::FFFF:7F00:2,   true
            ::FFFF:7F00:1,   false
            127.0.0.9,       true
            203.0.113.7,     false
            """)
    void listOfAddressesHasWhatItShould(String address, boolean listed) throws Exception {
        Name entry = entry(address);
        assertThat(find(entry, Type.A)).hasSize(listed ? 1 : 0).allMatch(answer -> answer.startsWith("127.0.0."));
        assertThat(find(entry, Type.TXT)).hasSize(listed ? 1 : 0);
        assertThat(zones.zone(entry).orElseThrow().answer(entry, Type.A).rcode())
                .isEqualTo(listed ? Rcode.NOERROR : Rcode.NXDOMAIN);
    }

    @ParameterizedTest
    @CsvSource({"test, true", "invalid, false", "listed.example, true", "client.example, false"})
    void listOfNamesHasWhatItShould(String domain, boolean listed) throws Exception {
        Name entry = Name.fromString(domain + ".dbl.test.");
        assertThat(find(entry, Type.A)).hasSize(listed ? 1 : 0);
        assertThat(find(entry, Type.TXT)).hasSize(listed ? 1 : 0);
    }

    /** An address, its name, and the address of that. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            127.0.0.1, localhost.,                             127.0.0.1
            127.0.0.2, mx2.client.example.,                    127.0.0.2
            127.0.0.3, mx3.client.example.,                    127.0.0.3
            127.0.0.5, elsewhere.client.example.,              127.0.0.99
            127.0.0.6, 127-0-0-6.dynamic.client.example.,      127.0.0.6
            """)
    void addressesHaveTheirNames(String address, String name, String mapped) throws Exception {
        assertThat(find(ReverseMap.fromAddress(address), Type.PTR)).containsExactly(name);
        assertThat(find(Name.fromString(name), Type.A)).containsExactly(mapped);
    }

    @Test
    void loopbackHasANameInIpv6() throws Exception {
        assertThat(find(ReverseMap.fromAddress("::1"), Type.PTR)).containsExactly("localhost.");
        assertThat(find(Name.fromString("localhost."), Type.AAAA)).containsExactly("0:0:0:0:0:0:0:1");
    }

    @Test
    void oneAddressHasNoName() throws Exception {
        Name name = ReverseMap.fromAddress("127.0.0.4");
        assertThat(zones.zone(name).orElseThrow().answer(name, Type.PTR).rcode())
                .isEqualTo(Rcode.NXDOMAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "postern.test., 10 mail.postern.test.",
        "client.example., 10 mx2.client.example.",
        "elsewhere.example., 10 mail.elsewhere.example.",
        "nullmx.example., 0 ."
    })
    void domainsHaveTheirMailHosts(String domain, String mx) throws Exception {
        assertThat(find(Name.fromString(domain), Type.MX)).contains(mx);
    }

    @Test
    void nothingElseIsServed() throws Exception {
        assertThat(zones.zone(Name.fromString("unknown.example."))).isEmpty();
        assertThat(zones.zone(Name.fromString("10.in-addr.arpa."))).isEmpty();
    }

    private static Name entry(String address) throws Exception {
        String reverse = ReverseMap.fromAddress(address).toString();
        return Name.fromString(reverse.replaceFirst("(in-addr|ip6)\\.arpa\\.$", "dnsbl.test."));
    }

    private List<String> find(Name name, int type) {
        return zones.zone(name).orElseThrow().answer(name, type).records().stream()
                .map(Record::rdataToString)
                .toList();
    }
}
