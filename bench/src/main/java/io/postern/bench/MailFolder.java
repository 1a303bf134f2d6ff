package io.postern.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.postern.contract.ContentChunk;
import io.postern.contract.Envelope;
import io.postern.contract.MailReceived;
import io.postern.contract.Phase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The mails of a folder in turns, a file a mail. Each gets a header of its own, so that no check has seen it before. */
record MailFolder(List<Path> files) implements Subject {

    /** @throws BadOption if there is no file in the folder */
    static MailFolder read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new BadOption("no folder of mails: " + folder);
        }
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
            if (files.isEmpty()) {
                throw new BadOption("no mail in " + folder);
            }
            return new MailFolder(files);
        }
    }

    @Override
    public Phase phase() {
        return Phase.MESSAGE;
    }

    @Override
    public List<ProducerRecord<String, byte[]>> records(String id, int number) {
        byte[] content = content(id, files.get(number % files.size()));
        int count = ContentChunk.count(content.length);
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            int start = index * ContentChunk.MAX_BYTES;
            byte[] bytes = Arrays.copyOfRange(content, start, Math.min(content.length, start + ContentChunk.MAX_BYTES));
            @Nullable MailReceived manifest = index + 1 < count ? null : manifest(id, number, count, content);
            records.add(new ContentChunk(id, index, bytes, manifest).toRecord());
        }
        return records;
    }

    private static byte[] content(String id, Path file) {
        try (ByteArrayOutputStream content = new ByteArrayOutputStream()) {
            content.write(("X-Question: " + id + "\r\n").getBytes(US_ASCII));
            Files.copy(file, content);
            return content.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MailReceived manifest(String id, int number, int chunks, byte[] content) {
        return new MailReceived(
                id,
                Strangers.session(id, number),
                new Envelope("bench@bench.example", List.of(new Envelope.Recipient("alice@postern.test")), true, false),
                chunks,
                content.length,
                sha256(content),
                Instant.now());
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
