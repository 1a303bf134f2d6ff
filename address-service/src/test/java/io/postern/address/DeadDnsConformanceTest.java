package io.postern.address;

import io.postern.check.conformance.CheckConformance;
import io.postern.check.dns.TestNameServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;

/** What every check has to do, also while nobody answers. */
class DeadDnsConformanceTest extends CheckConformance {

    private static final Surroundings SURROUNDINGS = new Surroundings(Duration.ofSeconds(30), "deadline", "200ms");

    static {
        SURROUNDINGS.server.become(TestNameServer.SILENT);
    }

    DeadDnsConformanceTest() {
        super("address", SURROUNDINGS.clientCheck());
    }

    @AfterAll
    static void close() {
        SURROUNDINGS.close();
    }
}
