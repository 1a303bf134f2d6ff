package io.postern.check.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Names made as providers make them; the addresses are those of documentation, or changed. */
class GenericNameTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, pool-203-0-113-7.nwrknj.fios.verizon.net",
        "203.0.113.7, c-203-0-113-7.hsd1.il.comcast.net",
        "203.0.113.7, cpe-203-0-113-7.nyc.res.rr.com",
        "203.0.113.7, 203-0-113-7.dyn.dsl.example.net",
        "203.0.113.7, host203-0-113-7.range203-0.btcentralplus.com",
        "203.0.113.7, host-203-0-113-7.as13285.net",
        "203.0.113.7, 7.red-203-0-113.dynamicip.rima-tde.net",
        "203.0.113.7, 7.113.0.203.dyn.plus.net",
        "203.0.113.7, net-203-0-113-7.cust.vodafonedsl.it",
        "203.0.113.7, 203-0-113-7.ip49.fastwebnet.it",
        "203.0.113.7, dslb-203-000-113-007.pools.vodafone-ip.de",
        "203.0.113.7, pcb007107.dip0.t-ipconnect.de",
        "203.0.113.7, PCB007107.dip0.T-IPCONNECT.de",
        "203.0.113.7, x077100cb.dyn.telefonica.de",
        "203.0.113.7, 0xcb007107.adsl.cybercity.dk",
        "203.0.113.7, ip-cb-00-71-07.example.net",
        "203.0.113.7, ip203000113007.example.net",
        "203.0.113.7, host20301137.example.net",
        "203.0.113.7, 3405803783.example.net",
        "203.0.113.7, modemcable007.113-0-203.mc.videotron.ca",
        "203.0.113.7, a203-0-113-7.adsl.xs4all.nl",
        "203.0.113.7, ppp-203-0-113-7.home.otenet.gr",
        "203.0.113.7, ec2-203-0-113-7.compute-1.amazonaws.com",
        "203.0.113.7, 7.113.0.203.bc.googleusercontent.com",
        "203.0.113.7, ns3012345.ip-203-0-113.eu",
        "203.0.113.7, static-203-0-113-7.dsl.example.net",
        "203.0.113.7, mail-203-0-113-7.dyn.example.net",
        "203.0.113.7, S0106001a2b3c4d5e.cg.cable.example.ca",
        "203.0.113.7, dhcp-17.campus.example.edu",
        "203.0.113.7, dialin17.example.net",
        "203.0.113.7, customer.adsl2plus.example.net",
        "203.0.113.7, abc.dynamic-ip.example.net",
        "203.0.113.7, cablemodem4.example.net",
        "203.0.113.7, user.catv.broadband.example.hu",
        "2001:db8:1:2:3:4:5:6, 2001-db8-1-2-3-4-5-6.v6.example.net",
        "2001:db8:1:2:3:4:5:6, p20010db8000100020003000400050006.dip0.t-ipconnect.de",
        "2001:db8:1:2:3:4:5:6, 6.0.0.0.5.0.0.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.example.net",
        "2001:db8:1:2:3:4:5:6, dynamic-2001-0db8-0001-0002-0003-0004-0005-0006.ipv6.example.cz",
        "2001:db8::f03c:91ff:fe12:3456, 2001-db8--f03c-91ff-fe12-3456.ip.linodeusercontent.com",
        "2001:db8::f03c:91ff:fe12:3456, f03c-91ff-fe12-3456.example.net",
        "2001:db8::f03c:91ff:fe12:3456, hf03c91fffe123456.example.net",
        "2001:db8::7, 2001-db8--7.example.net",
        "2001:db8::7, host.pool.example.net"
    })
    void nameOfALineIsGeneric(String client, String name) throws TextParseException {
        assertThat(signs(client, name)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "209.85.128.51, mail-wm1-f51.google.com",
        "40.107.22.45, mail-am6eur05on2045.outbound.protection.outlook.com",
        "54.240.8.29, a8-29.smtp-out.amazonses.com",
        "77.238.176.99, sonic308-1.consmr.mail.ne1.yahoo.com",
        "167.89.1.2, o1678912x12.outbound-mail.sendgrid.net",
        "69.72.204.208, m204-208.eu.mailgun.net",
        "147.253.65.227, mta-65-227.sparkpostmail.com",
        "212.227.126.131, mout.kundenserver.de",
        "17.58.6.41, st43p00im-zteg10071901.me.com",
        "66.111.4.25, out1-smtp.messagingengine.com",
        "198.2.128.5, mail128-5.atl41.mandrillapp.com",
        "203.0.113.7, mail.example.com",
        "203.0.113.7, mx1.cablecom.net",
        "203.0.113.7, relay.dsl-provider.example.co.uk",
        "203.0.113.7, host.cable.co.uk",
        "203.0.113.7, example.com",
        "203.0.113.7, web12.hosting.example",
        "203.0.113.7, vps203.example",
        "203.0.113.7, node-113-7.example",
        "203.0.113.7, mail.dsl.example.net",
        "203.0.113.7, smtp-pool-3.example.net",
        "203.0.113.7, static-203-0-113-7.example.net",
        "203.0.113.7, 203-0-113-7.static.virginmediabusiness.co.uk",
        "203.0.113.7, mail-203-0-113-7.example.net",
        "203.0.113.7, whirlpool.example.net",
        "203.0.113.7, dynamo.example.net",
        "203.0.113.7, cpanel.example.net",
        "203.0.113.7, localhost",
        "2001:db8::7, mail7.example.com",
        "2001:db8::1, mail-1.db8.example.com",
        "2001:db8:1:2:3:4:5:6, mx-5-6.example.com",
        "2001:db8::7, deadbeef.example.com"
    })
    void nameOfAServerIsNot(String client, String name) throws TextParseException {
        assertThat(signs(client, name)).isEmpty();
    }

    @Test
    void signsAreNamed() throws TextParseException {
        assertThat(signs("203.0.113.7", "203-0-113-7.dsl.example.net")).containsExactly("address", "dsl");
    }

    @Test
    void longestNameIsLookedAtInNoTime() throws TextParseException {
        String name = "1-".repeat(30) + "1." + "1-".repeat(30) + "1." + "f-".repeat(30) + "f." + "7-".repeat(29) + "7";
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(signs("203.0.113.7", name)).isEmpty();
            assertThat(signs("2001:db8::7", name)).isEmpty();
        }
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }

    private static List<String> signs(String client, String name) throws TextParseException {
        return GenericName.signs(Name.fromString(name, Name.root), requireNonNull(IpAddress.of(client)));
    }
}
