package io.postern.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All of it starts soon enough and fits on a small machine, also after thousands of mails. */
@Order(90)
@ExtendWith(GatewayExtension.class)
class FootprintTest {

    private static final Duration START = Duration.ofSeconds(60);
    private static final long MEMORY = 2_300L * 1024;
    /** What a JVM may take beside its heap: about 80 MB for classes, up to 64 of code, the compiler, threads, buffers. */
    private static final long BESIDE_THE_HEAP = 180L * 1024;

    private static final Pattern LARGEST_HEAP = Pattern.compile("-Xmx(\\d+)m");
    private static final List<String> PARTS = List.of(
            "kafka",
            "postgres",
            "dns",
            "delivery-service",
            "rbl-service",
            "address-service",
            "greylist-service",
            "content-service",
            "antispam-service",
            "av-service",
            "ingress-smtp");

    @Test
    void stackIsReadyInTime(Gateway gateway) {
        System.out.printf("stack ready after %.1f s%n", gateway.startedIn().toMillis() / 1000.0);
        assertThat(gateway.startedIn()).isLessThan(START);
    }

    @Test
    void processesFitInMemory(Gateway gateway) throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/smaps_rollup")), "no /proc to read memory from");
        long total = 0;
        for (String part : PARTS) {
            long pid = gateway.part(part).pid();
            long kilobytes = proportionalKilobytes(pid);
            System.out.printf("%s: %d MB resident%n", part, kilobytes / 1024);
            total += kilobytes;
            if (part.endsWith("-service") || part.startsWith("ingress")) {
                assertThat(kilobytes).as("kilobytes of " + part).isLessThan(heap(pid) + BESIDE_THE_HEAP);
            }
        }
        assertThat(total).as("kilobytes").isLessThan(MEMORY);
    }

    /** The largest heap that a process was started with, in kilobytes. */
    private static long heap(long pid) throws IOException {
        Matcher option = LARGEST_HEAP.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")));
        assertThat(option.find()).as("a largest heap of process " + pid).isTrue();
        return Long.parseLong(option.group(1)) * 1024;
    }

    /** Resident memory of a process and its children, what they share counted once. */
    private static long proportionalKilobytes(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(one -> pss(Path.of("/proc", Long.toString(one.pid()), "smaps_rollup")))
                .sum();
    }

    private static long pss(Path rollup) {
        try (Stream<String> lines = Files.lines(rollup)) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
