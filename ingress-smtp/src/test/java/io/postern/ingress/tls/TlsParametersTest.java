package io.postern.ingress.tls;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsParametersTest {

    private final TestTls given = new TestTls(Path.of("."));

    @ParameterizedTest
    @CsvSource({
        "protocols, 'TLSv1.3,TLSv1.1', TLSv1.1 is none of TLSv1.2 and TLSv1.3",
        "protocols, SSLv3, SSLv3 is none of",
        "cipher-suites, TLS_AES_128, TLS_AES_128 is unknown",
        "cipher-suites, 'TLS_AES_128_GCM_SHA256,SSL_RSA_WITH_RC4_128_MD5', SSL_RSA_WITH_RC4_128_MD5 is unknown",
        "cipher-suites, TLS_AES_128_GCM_SHA256, none is for TLSv1.2",
        "cipher-suites, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, none is for TLSv1.3",
        "handshake-timeout, 0S, PT0S leaves no time",
        "handshake-timeout, 0.0001S, PT0.0001S leaves no time",
    })
    void wrongSettingStopsTheStart(String key, String value, String fault) {
        assertThatThrownBy(given.with(key, value)::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(TestTls.SETTING + key + ": " + fault);
    }

    @Test
    void oneVersionNeedsNoCipherSuitesOfTheOther() {
        given.with("protocols", "TLSv1.2").with("cipher-suites", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assertThatCode(given::start).doesNotThrowAnyException();
    }
}
