package io.postern.av;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.check.Finding;
import io.postern.check.Mail;
import io.postern.contract.Golden;
import io.postern.contract.MailReceived;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fifty large mails at once, each with an attachment to unpack, in the heap of 192 MB that the tests of this module have. */
@Timeout(120)
class LargeMailsTest {

    private static final int MAILS = 50;
    private static final long HEAP = 192L * 1024 * 1024;

    /** Bytes of a line of base64, with its end. */
    private static final int LINE = 78;

    private static final int LINES = 25 * 1024 * 1024 / LINE;

    @Test
    void memoryStaysFlat() throws Exception {
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(HEAP);
        FakeClamd.Manner draining = stream -> {
            for (int length = stream.in().readInt();
                    length > 0;
                    length = stream.in().readInt()) {
                stream.in().skipNBytes(length);
            }
            stream.say("stream: OK");
        };
        try (FakeClamd clamd = new FakeClamd(draining);
                // What stands in for the engine shares the processors with what it is asked by, so its answers to
                // probes take their time.
                Rig rig = Rig.probed("engines", clamd.address(), "deadline", "100s", "probe.deadline", "100s");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Finding>> scans = new ArrayList<>();
            for (int i = 0; i < MAILS; i++) {
                Mail mail = large(i);
                scans.add(() -> rig.check.check(mail));
            }
            for (Future<Finding> scan : threads.invokeAll(scans)) {
                assertThat(Rig.code(scan.get())).isEqualTo("clean");
            }
        }
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed() >> 20)
                .sum();
        System.out.printf("%d mails of 25 MB at once: at most %d MB of heap%n", MAILS, peak);
    }

    /** Made while it is read: the bytes of fifty would be more than the heap. */
    private static Mail large(int number) {
        byte[] head = Rig.attached("large.bin", new byte[0])
                .replace("\r\n--b1--\r\n", "")
                .getBytes(US_ASCII);
        byte[] line = (Integer.toString(1000 + number) + "A".repeat(LINE - 6) + "\r\n").getBytes(US_ASCII);
        byte[] end = "\r\n--b1--\r\n".getBytes(US_ASCII);
        MailReceived golden = Golden.MAIL;
        String digest = "%064x".formatted(number);
        long size = head.length + (long) LINES * line.length + end.length;
        MailReceived received = new MailReceived(
                golden.mailId(), golden.session(), golden.envelope(), 50, size, digest, golden.receivedAt());
        return new Mail(
                received,
                () -> new SequenceInputStream(Collections.enumeration(List.of(
                        new ByteArrayInputStream(head), new Repeated(line, LINES), new ByteArrayInputStream(end)))));
    }

    /** The same bytes so many times. */
    private static final class Repeated extends InputStream {

        private final byte[] bytes;
        private long left;

        Repeated(byte[] bytes, int times) {
            this.bytes = bytes;
            this.left = (long) bytes.length * times;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int start = (int) (left % bytes.length == 0 ? 0 : bytes.length - left % bytes.length);
            int count = Math.min(length, bytes.length - start);
            System.arraycopy(bytes, start, into, offset, count);
            left -= count;
            return count;
        }
    }
}
