package io.postern.ingress.session;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link SmtpSessionFuzzTest} found and is not mended yet; a test with a name says of each what is wrong. */
class FuzzedFaultsTest {

    /** StartTlsTest, ChunkingTest (twice), ContentTest, XclientTest (twice) and LoginTest, in this order. */
    @ParameterizedTest
    @ValueSource(
            strings = {"injected", "uselesschunks", "chunkendslf", "headercr", "xclientutf8", "userutf8", "authgoodbye"
            })
    @Disabled("each is a fault of the session; once mended, its input belongs to SmtpSessionFuzzTestInputs")
    void sessionStaysInStep(String name) throws IOException {
        try (InputStream input = getClass().getResourceAsStream("FuzzedFaults/" + name)) {
            new SmtpSessionFuzzTest().staysInStep(Objects.requireNonNull(input).readAllBytes());
        }
    }
}
