package io.postern.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeloTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail.example",
                "a.b",
                "MX1.Example.ORG",
                "3com.example",
                "1.2.3.example",
                "xn--bcher-kva.example",
                "a--b.example",
                "localhost.localdomain",
                "7.example.x1",
                "1.2.3.4a"
            })
    void hostNameIsLegal(String text) {
        assertThat(Helo.of(text))
                .isInstanceOfSatisfying(
                        Helo.Host.class, host -> assertThat(host.name()).hasToString(text + "."));
    }

    @Test
    void longestNameIsLegal() {
        String text = ("a".repeat(63) + ".").repeat(3) + "b".repeat(61);
        assertThat(text).hasSize(253);
        assertThat(Helo.of(text)).isInstanceOf(Helo.Host.class);
        assertThat(Helo.of(text + "b")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "[203.0.113.7], 203.0.113.7",
        "[IPv6:2001:db8::7], 2001:db8:0:0:0:0:0:7",
        "[ipv6:::1], 0:0:0:0:0:0:0:1",
        "[IPv6:::ffff:203.0.113.7], 203.0.113.7"
    })
    void addressLiteralIsLegal(String text, String address) {
        assertThat(Helo.of(text))
                .isInstanceOfSatisfying(
                        Helo.Literal.class,
                        literal ->
                                assertThat(literal.address().getHostAddress()).isEqualTo(address));
    }

    static Stream<String> illegal() {
        return Stream.of(
                "",
                " ",
                "localhost",
                "WIN-4F2KQ1",
                "mail.",
                ".mail",
                ".",
                "..",
                "mail.example.",
                "a..b",
                "-a.example",
                "a-.example",
                "a_b.example",
                "mail example",
                "mail,example",
                "b\u00fccher.example",
                "a.example\n",
                "\u0000.example",
                "a".repeat(64) + ".example",
                "a.".repeat(500) + "example",
                "x".repeat(10_000),
                "1.2.3.4",
                "a.1",
                "127.1",
                "[",
                "]",
                "[]",
                "[1.2.3]",
                "[1.2.3.4",
                "1.2.3.4]",
                "[1.2.3.256]",
                "[01.2.3.4]",
                "[ 1.2.3.4]",
                "[2001:db8::7]",
                "[::1]",
                "[IPv6:1.2.3.4]",
                "[IPv6:]",
                "[IPv6:::1%eth0]",
                "[x400:abc]",
                "[mail.example]",
                "[[1.2.3.4]]",
                "<mail.example>",
                "${jndi:ldap://x.example/a}");
    }

    @ParameterizedTest
    @MethodSource("illegal")
    void anythingElseIsNot(String text) {
        assertThat(Helo.of(text)).isNull();
    }

    @Test
    void sameLiteralWrittenInTwoWaysIsTheSame() {
        assertThat(Helo.of("[IPv6:2001:db8:0::7]")).isEqualTo(Helo.of("[IPv6:2001:DB8::7]"));
        assertThat(Helo.of("MAIL.example")).isEqualTo(Helo.of("mail.EXAMPLE"));
    }
}
