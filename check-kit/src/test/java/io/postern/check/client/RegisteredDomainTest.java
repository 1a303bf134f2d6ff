package io.postern.check.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

class RegisteredDomainTest {

    @ParameterizedTest
    @CsvSource({
        "mx.example.com, smtp.example.com, true",
        "mx.example.com, example.com, true",
        "MX.EXAMPLE.com, a.b.c.example.COM, true",
        "mx.example.com, mx.example.org, false",
        "mx.one.co.uk, mx.two.co.uk, false",
        "mx.one.co.uk, smtp.one.co.uk, true",
        "mx.one.com.br, mx.two.com.br, false",
        "mx.one.de, mx.two.de, false",
        "co.uk, com, false",
        "one.duckdns.org, two.duckdns.org, false",
        "one.uk.com, two.uk.com, false",
        "mx.one.uk.com, smtp.one.uk.com, true",
        "mx._x.example.com, mx._y.example.com, true",
        "localhost, localhost, true"
    })
    void namesOfOneHouseShareIt(String one, String other, boolean shared) throws TextParseException {
        assertThat(RegisteredDomain.shared(Name.fromString(one, Name.root), Name.fromString(other, Name.root)))
                .isEqualTo(shared);
    }
}
