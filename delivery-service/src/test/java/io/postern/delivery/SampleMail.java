package io.postern.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.ContentChunk;
import io.postern.contract.Envelope;
import io.postern.contract.Golden;
import io.postern.contract.Json;
import io.postern.contract.MailApproved;
import io.postern.contract.MailApproved.Disposition;
import io.postern.contract.MailApproved.HeaderField;
import io.postern.contract.MailApproved.Location;
import io.postern.contract.MailReceived;
import io.postern.contract.Topics;
import io.postern.contract.WireHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** An approved mail for tests, its content with it. Everything that matters to a test it says itself. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SampleMail(
        String id,
        String sender,
        List<Envelope.Recipient> recipients,
        byte[] content,
        Instant receivedAt,
        Disposition disposition,
        int partition,
        long offset) {

    public static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static final int CHUNK = ContentChunk.MAX_BYTES;

    public static SampleMail of(String id, String... recipients) {
        return to(id, Arrays.stream(recipients).map(Envelope.Recipient::new).toList());
    }

    public static SampleMail to(String id, List<Envelope.Recipient> recipients) {
        byte[] content = ("Subject: " + id + "\r\n\r\nHello.\r\n").getBytes(UTF_8);
        return new SampleMail(id, "sender@client.example", recipients, content, Golden.AT, Disposition.DELIVER, 0, 0);
    }

    public SampleMail content(byte[] bytes) {
        return new SampleMail(id, sender, recipients, bytes, receivedAt, disposition, partition, offset);
    }

    public SampleMail sameBytesAs(SampleMail other) {
        return content(other.content);
    }

    public SampleMail receivedAt(Instant at) {
        return new SampleMail(id, sender, recipients, content, at, disposition, partition, offset);
    }

    public SampleMail disposition(Disposition other) {
        return new SampleMail(id, sender, recipients, content, receivedAt, other, partition, offset);
    }

    /** Where its chunks lie, without a gap from {@code first} on. */
    public SampleMail at(int inPartition, long first) {
        return new SampleMail(id, sender, recipients, content, receivedAt, disposition, inPartition, first);
    }

    public int chunkCount() {
        return ContentChunk.count(content.length);
    }

    public byte[] chunk(int index) {
        return Arrays.copyOfRange(content, index * CHUNK, Math.min(content.length, (index + 1) * CHUNK));
    }

    public MailApproved approved() {
        Envelope envelope = new Envelope(sender, recipients, true, false);
        MailReceived received =
                new MailReceived(id, Golden.SESSION, envelope, chunkCount(), content.length, sha256(), receivedAt);
        return new MailApproved(
                received,
                new Location(partition, offset, offset + chunkCount() - 1),
                disposition,
                List.of(),
                List.of(),
                List.of(
                        new HeaderField("Received", "from client.example\r\n\tby mx.postern.test; now"),
                        new HeaderField("X-Postern-Unchecked", "av")));
    }

    public ConsumerRecord<String, byte[]> record() {
        return record(Json.write(approved()));
    }

    /** A record of the approved topic with whatever value. */
    public ConsumerRecord<String, byte[]> record(byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        WireHeaders.put(headers, "traceparent", TRACEPARENT);
        return record(new ProducerRecord<>(Topics.APPROVED, partition, id, value, headers), offset);
    }

    /** Its chunks as records of the content topic. */
    public List<ConsumerRecord<String, byte[]>> chunks() {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        for (int i = 0; i < chunkCount(); i++) {
            MailReceived manifest = i == chunkCount() - 1 ? approved().mail() : null;
            records.add(record(new ContentChunk(id, i, chunk(i), manifest).toRecord(), offset + i));
        }
        return records;
    }

    private ConsumerRecord<String, byte[]> record(ProducerRecord<String, byte[]> record, long at) {
        return new ConsumerRecord<>(
                record.topic(),
                partition,
                at,
                0,
                TimestampType.CREATE_TIME,
                0,
                record.value().length,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    private String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
