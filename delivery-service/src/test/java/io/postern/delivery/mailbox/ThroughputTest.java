package io.postern.delivery.mailbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.delivery.SampleMail;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many mails a second one mailbox takes, with a quota and without; with {@code -Dpostern.test.throughput}. */
class ThroughputTest {

    private static final Logger LOG = Logger.getLogger(ThroughputTest.class);
    private static final String ALICE = "alice@postern.test";
    private static final byte[] CONTENT = new byte[4096];
    private static final int MAILS = 5000;

    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({"none", "quota", "none", "quota"})
    void throughput(String limit) {
        assumeTrue(System.getProperty("postern.test.throughput") != null, "not asked for");
        @Nullable Quota quota = limit.equals("none") ? null : new Quota(1L << 40, 1_000_000);
        Maildir maildir = new Maildir(root);
        long started = System.nanoTime();
        IntStream.range(0, MAILS).parallel().forEach(i -> deliver(maildir, quota, i));
        double seconds = (System.nanoTime() - started) / 1e9;
        LOG.infof("limit=%s mails=%d perSecond=%.0f", limit, MAILS, MAILS / seconds);
    }

    private static void deliver(Maildir maildir, @Nullable Quota quota, int number) {
        SampleMail mail = SampleMail.of("M" + number, ALICE).content(CONTENT);
        try {
            maildir.deliver(
                    new Box(ALICE, "", TagFolders.NONE, quota),
                    MailFile.of(mail.approved(), ALICE, out -> out.write(CONTENT)),
                    1);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
