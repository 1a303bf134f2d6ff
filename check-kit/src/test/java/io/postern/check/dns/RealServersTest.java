package io.postern.check.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.check.dns.DnsAnswer.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Through a real resolver to a real server of a block list. */
class RealServersTest {

    @Test
    void whatRbldnsdHasIsFoundThroughUnbound(@TempDir Path folder) throws Exception {
        assumeTrue(TestRbldnsd.installed() && TestUnbound.installed(), "rbldnsd or unbound is not installed");
        Path lists = Files.createDirectory(folder.resolve("lists"));
        String addresses = ":127.0.0.2:Listed, see http://dnsbl.test/?$\n127.0.0.2\n192.0.2.0/24\n!192.0.2.99\n";
        try (TestRbldnsd rbldnsd = new TestRbldnsd(lists, "dnsbl.test", Map.of("ip4set", addresses));
                TestUnbound unbound = new TestUnbound(folder, Map.of("dnsbl.test", rbldnsd.address()))) {
            Dns dns = TestDns.asking(Duration.ofSeconds(5), unbound.address());

            DnsAnswer listed = dns.ask(name("2.0.0.127.dnsbl.test."), Type.A).join();
            assertThat(listed.records(ARecord.class).map(a -> a.getAddress().getHostAddress()))
                    .containsExactly("127.0.0.2");
            DnsAnswer text = dns.ask(name("7.2.0.192.dnsbl.test."), Type.TXT).join();
            assertThat(text.records(TXTRecord.class).map(txt -> txt.getStrings().getFirst()))
                    .containsExactly("Listed, see http://dnsbl.test/?192.0.2.7");
            assertThat(dns.ask(name("99.2.0.192.dnsbl.test."), Type.A).join().status())
                    .isEqualTo(Status.NO_NAME);
            assertThat(dns.ask(name("1.0.0.127.dnsbl.test."), Type.A).join().status())
                    .isEqualTo(Status.NO_NAME);
        }
    }

    private static Name name(String text) throws TextParseException {
        return Name.fromString(text);
    }
}
