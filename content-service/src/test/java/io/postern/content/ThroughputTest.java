package io.postern.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.check.conformance.TestPack;
import io.postern.check.mime.MimeView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long mails of people take, on one thread; with {@code -Dpostern.test.throughput}. */
class ThroughputTest {

    private static final int ROUNDS = 5;

    @TempDir
    private Path folder;

    @Test
    void reading() throws IOException {
        List<byte[]> mails = mails();
        long nanos = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (byte[] mail : mails) {
                MimeView.read(new ByteArrayInputStream(mail));
            }
            nanos = System.nanoTime() - start;
        }
        System.out.printf("read: %d us a mail%n", nanos / 1_000 / mails.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 10_000})
    void searching(int phrases) throws Exception {
        List<MimeView> views = new ArrayList<>();
        for (byte[] mail : mails()) {
            views.add(MimeView.read(new ByteArrayInputStream(mail)));
        }
        ContentLists lists = ContentLists.read(List.of(list(phrases)), 5);
        long nanos = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (MimeView view : views) {
                lists.search(view);
            }
            nanos = System.nanoTime() - start;
        }
        System.out.printf("searched for %d phrases: %d us a mail%n", phrases, nanos / 1_000 / views.size());
    }

    private Path list(int phrases) throws IOException {
        String lines = IntStream.range(0, phrases)
                .mapToObj(i -> "buy number " + i * 7919 % 100_003 + " of the pills")
                .collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve("phrases.txt"), lines);
    }

    private static List<byte[]> mails() throws IOException {
        assumeTrue(System.getProperty("postern.test.throughput") != null, "not asked for");
        assumeTrue(TestPack.present(), TestPack.MISSING);
        return TestPack.mails("/M-train-ham/").stream()
                .map(mail -> mail.getBytes(ISO_8859_1))
                .toList();
    }
}
