package io.postern.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderDomainTest {

    @ParameterizedTest
    @CsvSource({
        "a@client.example, client.example.",
        "\"a@b\"@client.example, client.example.",
        "a@under_score.example, under_score.example.",
        "a@localhost, localhost.",
        "a@b\u00fccher.example, xn--bcher-kva.example.",
        "a@xn--bcher-kva.example, xn--bcher-kva.example.",
        "a@\u4f8b\u3048.\u30c6\u30b9\u30c8, xn--r8jz45g.xn--zckzah.",
        "a@\ud83d\ude00.example, xn--e28h.example."
    })
    void domainIsAskedInALabels(String sender, String name) {
        assertThat(SenderDomain.of(sender)).hasToString(name);
    }

    static Stream<String> impossible() {
        return Stream.of(
                "a@",
                "a@ ",
                "a@.",
                "a@..",
                "a@a..b",
                "a@.example",
                "a@client.example.",
                "a@cli ent.example",
                "a@a\\.b.example",
                "a@\u0000.example",
                "a@a\r\n.example",
                "a@" + "a".repeat(64) + ".example",
                "a@" + "a.".repeat(500) + "example",
                "a@" + "\u4f8b".repeat(60) + ".example",
                "a@\ud800.example",
                "a@" + "\u00fc".repeat(10_000),
                "a@\u202eelpmaxe.\u202e");
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void whatTheDnsCannotHaveIsNoDomain(String sender) {
        assertThat(SenderDomain.of(sender)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "postmaster",
                "a@[203.0.113.7]",
                "a@[IPv6:2001:db8::7]",
                "a@stra\u00dfe.example",
                "a@\u03c3\u03c2.example"
            })
    void someHaveNothingToAskFor(String sender) {
        assertThat(SenderDomain.askable(sender)).isFalse();
    }
}
