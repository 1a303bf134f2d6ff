package io.postern.contract;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a mail's content. All chunks of a mail have its id as key and lie in one partition in their order, with
 * other mails' chunks in between. The partition is that of the content's digest, so that what is sent again meets the
 * checks that had it before. Only the last chunk carries the manifest.
 *
 * @param mailId the mail
 * @param index 0 for the first
 * @param bytes at most {@link #MAX_BYTES}; not copied, treat as read-only
 * @param manifest what the whole is, on the last chunk only
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes pass through, they are never compared or copied
public record ContentChunk(
        String mailId, int index, byte[] bytes, @Nullable MailReceived manifest) {

    /** The largest chunk: well under the broker's default limit of 1 MiB a record, headers included. */
    public static final int MAX_BYTES = 512 * 1024;

    private static final String INDEX = "chunk";
    private static final String MANIFEST = "manifest";

    public ContentChunk {
        if (index < 0 || bytes.length > MAX_BYTES) {
            throw new InvalidRecord("chunk " + index + " of mail " + mailId + " has " + bytes.length + " bytes");
        }
        if (manifest != null
                && (manifest.chunks() != index + 1 || !manifest.mailId().equals(mailId))) {
            throw new InvalidRecord("the manifest on chunk " + index + " of mail " + mailId + " is of mail "
                    + manifest.mailId() + " with " + manifest.chunks() + " chunks");
        }
    }

    /** How many chunks a content of {@code size} bytes has; an empty one has one, empty. */
    public static int count(long size) {
        return Math.toIntExact(Math.max(1, (size + MAX_BYTES - 1) / MAX_BYTES));
    }

    /** Whether this is the mail's last chunk. */
    public boolean last() {
        return manifest != null;
    }

    public ProducerRecord<String, byte[]> toRecord() {
        return toRecord(null);
    }

    /** @param partition for all chunks of the mail; {@code null}: that of its id */
    public ProducerRecord<String, byte[]> toRecord(@Nullable Integer partition) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(Topics.CONTENT, partition, mailId, bytes);
        WireHeaders.put(record.headers(), INDEX, Integer.toString(index));
        if (manifest != null) {
            record.headers().add(MANIFEST, Json.write(manifest));
        }
        return record;
    }

    /** @throws InvalidRecord if the record is no chunk */
    public static ContentChunk of(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null || record.value() == null) {
            throw new InvalidRecord("a content record without key or value");
        }
        return new ContentChunk(
                record.key(), WireHeaders.integer(record.headers(), INDEX), record.value(), manifest(record.headers()));
    }

    private static @Nullable MailReceived manifest(Headers headers) {
        Header manifest = headers.lastHeader(MANIFEST);
        return manifest == null ? null : Json.read(manifest.value(), MailReceived.class);
    }
}
