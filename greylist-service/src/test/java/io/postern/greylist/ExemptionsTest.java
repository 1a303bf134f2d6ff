package io.postern.greylist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.check.client.IpAddress;
import io.postern.check.file.BadFile;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

class ExemptionsTest {

    private static final String FILE = """
            networks: [192.0.2.0/24, "2001:db8::/32", "!192.0.2.9"]
            names: [mx.partner.example, .big.example]
            senders: [alerts@bank.example, "@shop.example", "@.cloud.example"]
            recipients: [postmaster@, codes@postern.test, "@now.test"]
            """;

    private final Exemptions exemptions = parse(FILE);

    private static Exemptions parse(String yaml) {
        try {
            return ExemptionsText.parse(yaml);
        } catch (BadFile e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static InetAddress ip(String text) {
        return Objects.requireNonNull(IpAddress.of(text));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, true", "192.0.2.9, false", "192.0.3.1, false", "2001:db8::7, true", "2001:db9::7, false"})
    void network(String client, boolean exempt) {
        assertThat(exemptions.client(ip(client))).isEqualTo(exempt);
    }

    @ParameterizedTest
    @CsvSource({
        "mx.partner.example., true",
        "MX.Partner.Example., true",
        "mx2.partner.example., false",
        "big.example., true",
        "a.b.big.example., true",
        "notbig.example., false",
        "big.example.evil.test., false",
        "example., false"
    })
    void name(String name, boolean exempt) throws TextParseException {
        assertThat(exemptions.client(List.of(Name.fromString(name)))).isEqualTo(exempt);
    }

    @ParameterizedTest
    @CsvSource({
        "Alerts@Bank.example, true",
        "other@bank.example, false",
        "alerts+4711@bank.example, true",
        "prvs=0123abcdef=alerts@bank.example, true",
        "any@shop.example, true",
        "any@sub.shop.example, false",
        "any@cloud.example, true",
        "any@eu.cloud.example, true",
        "'', false"
    })
    void sender(String sender, boolean exempt) {
        assertThat(exemptions.sender(sender)).isEqualTo(exempt);
    }

    @ParameterizedTest
    @CsvSource({
        "postmaster@postern.test, true",
        "Postmaster+x@other.test, true",
        "Postmaster, true",
        "alice, false",
        "codes@postern.test, true",
        "codes@other.test, false",
        "any@now.test, true",
        "alice@postern.test, false"
    })
    void recipient(String recipient, boolean exempt) {
        assertThat(exemptions.recipient(recipient)).isEqualTo(exempt);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            networks: [192.0.2.0/33]        | networks has '192.0.2.0/33'
            networks: [mx.example]          | networks has 'mx.example'
            names: ["*.example"]            | names has '*.example'
            senders: [nobody]               | senders has 'nobody'
            recipients: ["a b@x.example"]   | recipients has 'a b@x.example'
            clients: [192.0.2.1]            | line 1
            names: [                        | line
            """)
    void badEntryIsNamed(String yaml, String named) {
        assertThatThrownBy(() -> ExemptionsText.parse(yaml))
                .isInstanceOf(BadFile.class)
                .hasMessageContaining(named);
    }

    /** YAML would take the last one, and nobody would notice. */
    @ParameterizedTest
    @ValueSource(strings = {"names: [a.example]\nnames: [b.example]", "names: [a.example]\n---\nnames: [b.example]"})
    void whatIsSaidTwiceIsRefused(String yaml) {
        assertThatThrownBy(() -> ExemptionsText.parse(yaml)).isInstanceOf(BadFile.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "networks:", "networks: []"})
    void emptyFileExemptsNobody(String yaml) {
        assertThat(parse(yaml)).isEqualTo(Exemptions.NONE);
    }

    @Test
    void listThatComesWithUsIsGood() throws TextParseException {
        Exemptions shipped = ExemptionsFile.shipped();
        assertThat(shipped.client(List.of(Name.fromString("mail-wr1-f51.google.com."))))
                .isTrue();
        assertThat(shipped.recipient("abuse@postern.test")).isTrue();
        assertThat(shipped.networks()).isEmpty();
        assertThat(shipped.senders()).as("a sender is easily forged").isEmpty();
    }
}
