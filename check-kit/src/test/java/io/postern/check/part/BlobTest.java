package io.postern.check.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, Blob.IN_MEMORY - 1, Blob.IN_MEMORY, Blob.IN_MEMORY + 1, 1_000_000})
    void bytesComeBackInMemoryAndFromAFile(int size) throws IOException, NoSuchAlgorithmException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        try (Blob blob = Blob.of(new ByteArrayInputStream(bytes))) {
            assertThat(blob.size()).isEqualTo(size);
            assertThat(blob.sha256())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
            assertThat(read(blob.open())).isEqualTo(bytes);
            assertThat(read(blob.open(size / 3, size / 2))).isEqualTo(Arrays.copyOfRange(bytes, size / 3, size / 2));
        }
    }

    private static byte[] read(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }
}
