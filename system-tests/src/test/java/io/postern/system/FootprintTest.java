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
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All of it starts soon enough and fits on a small machine, also after thousands of mails. */
@Order(90)
@ExtendWith(GatewayExtension.class)
class FootprintTest {

    private static final Duration START = Duration.ofSeconds(60);
    private static final long MEMORY = 2_000L * 1024;
    private static final long MEMORY_OF_A_SERVICE = 300L * 1024;
    private static final List<String> PARTS = List.of(
            "kafka",
            "postgres",
            "dns",
            "delivery-service",
            "rbl-service",
            "address-service",
            "greylist-service",
            "content-service",
            "av-service",
            "ingress-smtp");

    @Test
    void stackIsReadyInTime(Gateway gateway) {
        System.out.printf("stack ready after %.1f s%n", gateway.startedIn().toMillis() / 1000.0);
        assertThat(gateway.startedIn()).isLessThan(START);
    }

    @Test
    void processesFitInMemory(Gateway gateway) {
        assumeTrue(Files.exists(Path.of("/proc/self/smaps_rollup")), "no /proc to read memory from");
        long total = 0;
        for (String part : PARTS) {
            long kilobytes = proportionalKilobytes(gateway.part(part).pid());
            System.out.printf("%s: %d MB resident%n", part, kilobytes / 1024);
            total += kilobytes;
            if (part.endsWith("-service") || part.startsWith("ingress")) {
                assertThat(kilobytes).as("kilobytes of " + part).isLessThan(MEMORY_OF_A_SERVICE);
            }
        }
        assertThat(total).as("kilobytes").isLessThan(MEMORY);
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
