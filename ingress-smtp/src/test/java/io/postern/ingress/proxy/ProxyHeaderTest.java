package io.postern.ingress.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ingress.proxy.ProxyHeader.Result;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are those of the PROXY protocol's specification, sections 2.1 and 2.2. */
class ProxyHeaderTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String TCP4 = SIGNATURE + "2111000c" + "cb007107" + "c0000201" + "c000" + "0019";
    private static final String TCP6 = SIGNATURE + "21210024" + "20010db8000000000000000000000001"
            + "20010db8000000000000000000000002" + "c000" + "0019";
    private static final String LOCAL = SIGNATURE + "20000000";
    private static final String WITH_TLV =
            SIGNATURE + "21110011" + "cb007107" + "c0000201" + "c000" + "0019" + "0400020000";

    private final ProxyHeader header = new ProxyHeader();

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 203.0.113.7 192.0.2.1 49152 25, 203.0.113.7",
        "PROXY TCP6 2001:db8::1 2001:db8::2 49152 25, 2001:db8:0:0:0:0:0:1",
    })
    void versionOneTellsTheClient(String line, String address) {
        assertClient(header.feed((line + "\r\nEHLO c\r\n").getBytes(ISO_8859_1)), address, "EHLO c\r\n");
    }

    @ParameterizedTest
    @CsvSource({TCP4 + ", 203.0.113.7", WITH_TLV + ", 203.0.113.7", TCP6 + ", 2001:db8:0:0:0:0:0:1"})
    void versionTwoTellsTheClient(String hex, String address) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HexFormat.of().parseHex(hex));
        bytes.writeBytes("EHLO c\r\n".getBytes(ISO_8859_1));
        assertClient(header.feed(bytes.toByteArray()), address, "EHLO c\r\n");
    }

    @Test
    void proxyThatSpeaksForItselfTellsNoClient() {
        assertThat(header.feed(HexFormat.of().parseHex(LOCAL)))
                .isInstanceOfSatisfying(
                        Result.Parsed.class,
                        parsed -> assertThat(parsed.client()).isNull());
        assertThat(new ProxyHeader().feed("PROXY UNKNOWN\r\n".getBytes(ISO_8859_1)))
                .isInstanceOfSatisfying(
                        Result.Parsed.class,
                        parsed -> assertThat(parsed.client()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {TCP4, TCP6, WITH_TLV})
    void headerMayComeByteByByte(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        for (int i = 0; i < bytes.length - 1; i++) {
            assertThat(header.feed(Arrays.copyOfRange(bytes, i, i + 1))).isInstanceOf(Result.NeedMore.class);
        }
        assertThat(header.feed(Arrays.copyOfRange(bytes, bytes.length - 1, bytes.length)))
                .isInstanceOf(Result.Parsed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO client.example\r\n",
                "PROXY TCP4 203.0.113.7 192.0.2.1 49152\r\n",
                "PROXY TCP4 mail.example 192.0.2.1 49152 25\r\n",
                "PROXY TCP4 203.0.113.7 192.0.2.1 70000 25\r\n",
                "PROXY TCP9 203.0.113.7 192.0.2.1 49152 25\r\n",
            })
    void anythingElseIsNoHeader(String line) {
        assertThat(header.feed(line.getBytes(ISO_8859_1))).isInstanceOf(Result.Malformed.class);
    }

    @Test
    void lineThatDoesNotEndIsNoHeader() {
        assertThat(header.feed(("PROXY TCP4 " + "1".repeat(200)).getBytes(ISO_8859_1)))
                .isInstanceOf(Result.Malformed.class);
    }

    private static void assertClient(Result result, String address, String rest) {
        assertThat(result).isInstanceOfSatisfying(Result.Parsed.class, parsed -> {
            assertThat(parsed.client())
                    .extracting(InetSocketAddress::getAddress)
                    .hasToString("/" + address);
            assertThat(parsed.client()).extracting(InetSocketAddress::getPort).isEqualTo(49152);
            assertThat(new String(parsed.rest(), ISO_8859_1)).isEqualTo(rest);
        });
    }
}
