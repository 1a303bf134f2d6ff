package io.postern.address;

import io.postern.check.conformance.CheckConformance;
import org.junit.jupiter.api.AfterAll;

class SenderConformanceTest extends CheckConformance {

    private static final Surroundings SURROUNDINGS = new Surroundings().with("client.example.", "MX", "0 .");

    SenderConformanceTest() {
        super("address", SURROUNDINGS.senderCheck());
    }

    @AfterAll
    static void close() {
        SURROUNDINGS.close();
    }
}
