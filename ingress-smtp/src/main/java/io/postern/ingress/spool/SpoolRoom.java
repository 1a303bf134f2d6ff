package io.postern.ingress.spool;

import io.micrometer.core.instrument.MeterRegistry;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.Watched;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where mails are kept while they come in, and how much all of them together may take: of memory, beyond which they go
 * to their files sooner, and of the disk, beyond which no more are begun. Safe for use by many threads.
 */
@ApplicationScoped
public class SpoolRoom implements Watched {

    /** Left free for others, and for the mails that are under way. */
    private static final long RESERVE = 64L * 1024 * 1024;

    /** Part of the heap that mails may take, unless the operator says how much. */
    private static final long HEAP_SHARE = 4;

    private final Path folder;
    private final long memory;
    private final long disk;
    private final AtomicLong inMemory = new AtomicLong();
    private final AtomicLong onDisk = new AtomicLong();
    private final AtomicLong mails = new AtomicLong();
    private volatile long usable = Long.MAX_VALUE;

    /**
     * @param memory bytes that all mails together may take in memory before they go to the disk
     * @param disk bytes that all mails together may take on the disk before no more are begun
     */
    public SpoolRoom(Path folder, long memory, long disk) {
        this.folder = folder;
        this.memory = memory;
        this.disk = disk;
    }

    @Inject
    SpoolRoom(IngressConfig config, MeterRegistry metrics) {
        this(
                config.spoolDir(),
                config.limits()
                        .spoolMemory()
                        .map(size -> size.asLongValue())
                        .orElse(Runtime.getRuntime().maxMemory() / HEAP_SHARE),
                config.limits().spoolDisk().asLongValue());
        metrics.gauge("postern.spool.memory", inMemory);
        metrics.gauge("postern.spool.disk", onDisk);
        metrics.gauge("postern.spool.mails", mails);
    }

    /** Looks how much the disk has left; makes the folder if it is not there. Blocks. */
    @Override
    public void look() throws IOException {
        Files.createDirectories(folder);
        usable = Files.getFileStore(folder).getUsableSpace();
    }

    /** The spool of a new mail. */
    public Spool open() {
        mails.incrementAndGet();
        return new Spool(this);
    }

    /** How many mails have a spool: they come in, or are decided on. */
    public long mails() {
        return mails.get();
    }

    /** Whether there is room on the disk for one more mail of so many bytes. */
    public boolean roomFor(long bytes) {
        return onDisk.get() + bytes <= disk && usable >= bytes + RESERVE;
    }

    /** How much of the memory for mails is taken: 1 is all of it, and there may be a little more. */
    public double memoryShare() {
        return (double) inMemory.get() / memory;
    }

    /** How much of the disk for mails is taken. */
    public double diskShare() {
        return (double) onDisk.get() / disk;
    }

    /** Whether mails have to go to the disk sooner than they would. */
    boolean tight() {
        return inMemory.get() > memory;
    }

    Path folder() {
        return folder;
    }

    void memory(long more) {
        inMemory.addAndGet(more);
    }

    void closed() {
        mails.decrementAndGet();
    }

    /** @throws IOException if there is no room for so many bytes more */
    void take(long bytes) throws IOException {
        if (onDisk.addAndGet(bytes) > disk) {
            onDisk.addAndGet(-bytes);
            throw new IOException("mails that come in have the disk space that they may have");
        }
    }

    void giveBack(long bytes) {
        onDisk.addAndGet(-bytes);
    }
}
