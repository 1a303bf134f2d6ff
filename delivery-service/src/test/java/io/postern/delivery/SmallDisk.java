package io.postern.delivery;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system of its own with little room; only who may mount one has it. */
public final class SmallDisk implements AutoCloseable {

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * Skips the test where nothing may be mounted.
     *
     * @param size such as {@code 256k}
     */
    public static SmallDisk mount(String size) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("small-disk");
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "small", folder.toString());
        if (!mounted) {
            Files.delete(folder);
        }
        assumeTrue(mounted, "no file system may be mounted here");
        return new SmallDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (!run("umount", "--lazy", folder.toString())) {
                throw new IOException("still mounted: " + folder);
            }
            Files.delete(folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
