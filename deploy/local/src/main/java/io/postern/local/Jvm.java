package io.postern.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a JVM of the stack is started: small, for a machine that runs all of them. */
final class Jvm {

    /**
     * One malloc arena a core and thread costs more memory than it saves time here.
     *
     * <p>On Linux a JVM can name files only in the characters of its locale: with {@code LANG=C}, as in containers and at
     * machines that nobody set up for himself, there could be no folder for a mailbox in another script. On macOS names of
     * files are UTF-8 in every locale; one that it does not know, as {@code C.UTF-8} in older versions, does no harm.
     */
    static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2", "LC_ALL", "C.UTF-8");

    /**
     * Classes from an archive lie where the archive says. Elsewhere, as is usual, the JVM has to write to all of its pages,
     * which are then its own: 80 MB of a service, and of the disk's cache besides. What is hard to guess for somebody who
     * writes to the JVM's memory is worth it for programs that run code of strangers; these do not.
     *
     * <p>What the compilers have given back goes back to the system, too.
     */
    private static final List<String> LITTLE_OF_ITS_OWN =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", "-XX:TrimNativeHeapInterval=2000");

    private Jvm() {}

    /**
     * The command up to the class path.
     *
     * @param heap the largest heap, in megabytes
     * @param archive where the JVM keeps its classes ready for the next start; a third of the work of a start is
     *     saved by it. It remembers where the classes came from, so it belongs to one place
     */
    static List<String> command(int heap, Path archive) {
        List<String> command = command(heap);
        command.addAll(List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive));
        return command;
    }

    /** The same for few classes, which are not worth an archive. */
    static List<String> command(int heap) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms32m",
                "-Xmx" + heap + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:ReservedCodeCacheSize=64m",
                "-XX:MaxMetaspaceSize=160m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:disable",
                "-Xlog:all=error:stderr"));
        command.addAll(LITTLE_OF_ITS_OWN);
        return command;
    }
}
