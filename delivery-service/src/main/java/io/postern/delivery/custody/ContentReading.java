package io.postern.delivery.custody;

import io.postern.contract.ContentChunk;
import io.postern.contract.InvalidRecord;
import io.postern.contract.MailApproved;
import io.postern.contract.MailApproved.Location;
import io.postern.contract.Topics;
import io.postern.delivery.custody.ContentSource.Sink;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads the contents of some mails from the log in one go: all partitions at once, each from its first wanted chunk to
 * its last. A seek costs a round trip and what was fetched ahead, so it is worth its while only over a large gap; mails
 * that are approved together mostly lie together.
 */
final class ContentReading {

    /** So many chunks of other mails are rather read than jumped over. */
    private static final int GAP = 256;

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<String, byte[]> reader;
    private final Sink sink;
    private final Map<String, Assembly> wanted = new HashMap<>();
    private final Map<String, InvalidRecord> broken = new LinkedHashMap<>();
    private final Map<TopicPartition, Deque<Stretch>> ahead = new HashMap<>();

    /** Offsets to read without a break. */
    private record Stretch(long first, long last) {}

    ContentReading(Consumer<String, byte[]> reader, Collection<MailApproved> mails, Sink sink) {
        this.reader = reader;
        this.sink = sink;
        List<MailApproved> inOrder = mails.stream()
                .sorted(Comparator.comparingLong(mail -> mail.content().firstOffset()))
                .toList();
        for (MailApproved mail : inOrder) {
            wanted.put(mail.mail().mailId(), new Assembly(mail));
            stretch(ahead.computeIfAbsent(partition(mail.content()), p -> new ArrayDeque<>()), mail.content());
        }
    }

    private static void stretch(Deque<Stretch> stretches, Location content) {
        Stretch last = stretches.peekLast();
        if (last == null || content.firstOffset() > last.last + GAP) {
            stretches.add(new Stretch(content.firstOffset(), content.lastOffset()));
        } else {
            stretches.removeLast();
            stretches.add(new Stretch(last.first, Math.max(last.last, content.lastOffset())));
        }
    }

    /** @see ContentSource#read */
    void run(Duration deadline) throws ContentLost, SQLException, IOException {
        long started = System.nanoTime();
        reader.assign(ahead.keySet());
        reader.resume(ahead.keySet());
        ahead.forEach((partition, stretches) -> reader.seek(partition, stretches.getFirst().first));
        try {
            while (!ahead.isEmpty()) {
                if (System.nanoTime() - started > deadline.toNanos()) {
                    throw new TimeoutException("contents not read within " + deadline);
                }
                take(reader.poll(POLL));
                advance();
            }
        } catch (OffsetOutOfRangeException | TimeoutException e) {
            // Late, or gone? Only the log's ends can tell; gone is for ever, late is tried again.
            markGone();
            if (broken.isEmpty()) {
                throw e;
            }
            throw new ContentLost(broken);
        }
        for (Assembly assembly : List.copyOf(wanted.values())) {
            if (!assembly.whole()) {
                mark(assembly, assembly.broken("chunks are missing"));
            }
        }
        if (!broken.isEmpty()) {
            throw new ContentLost(broken);
        }
    }

    private void take(ConsumerRecords<String, byte[]> records) throws SQLException, IOException {
        for (ConsumerRecord<String, byte[]> record : records) {
            Assembly assembly = wanted.get(record.key());
            if (assembly == null || !holds(assembly.approved().content(), record)) {
                continue;
            }
            try {
                ContentChunk chunk = ContentChunk.of(record);
                assembly.add(chunk);
                sink.accept(chunk.mailId(), chunk.index(), chunk.bytes());
            } catch (InvalidRecord e) {
                mark(assembly, e);
            }
        }
    }

    private static boolean holds(Location content, ConsumerRecord<String, byte[]> record) {
        return record.partition() == content.partition()
                && record.offset() >= content.firstOffset()
                && record.offset() <= content.lastOffset();
    }

    /** Leaves the stretches that are read, and jumps to the next. */
    private void advance() {
        ahead.entrySet().removeIf(entry -> {
            long position = reader.position(entry.getKey());
            Deque<Stretch> stretches = entry.getValue();
            while (!stretches.isEmpty() && stretches.getFirst().last < position) {
                stretches.removeFirst();
            }
            if (stretches.isEmpty()) {
                reader.pause(List.of(entry.getKey()));
            } else if (stretches.getFirst().first > position) {
                reader.seek(entry.getKey(), stretches.getFirst().first);
            }
            return stretches.isEmpty();
        });
    }

    private void markGone() {
        Set<TopicPartition> partitions = new HashSet<>();
        for (PartitionInfo info : reader.partitionsFor(Topics.CONTENT)) {
            partitions.add(new TopicPartition(info.topic(), info.partition()));
        }
        Map<TopicPartition, Long> starts = reader.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        for (Assembly assembly : List.copyOf(wanted.values())) {
            Location content = assembly.approved().content();
            long start = starts.getOrDefault(partition(content), 0L);
            long end = ends.getOrDefault(partition(content), 0L);
            if (!assembly.whole() && (content.firstOffset() < start || content.lastOffset() >= end)) {
                mark(assembly, assembly.broken("gone, the log holds offsets " + start + " to " + (end - 1)));
            }
        }
    }

    private void mark(Assembly assembly, InvalidRecord cause) {
        String mailId = assembly.approved().mail().mailId();
        wanted.remove(mailId);
        broken.put(mailId, cause);
    }

    private static TopicPartition partition(Location content) {
        return new TopicPartition(Topics.CONTENT, content.partition());
    }
}
