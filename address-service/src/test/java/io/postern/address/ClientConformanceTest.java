package io.postern.address;

import io.postern.check.conformance.CheckConformance;
import org.junit.jupiter.api.AfterAll;

class ClientConformanceTest extends CheckConformance {

    private static final Surroundings SURROUNDINGS = new Surroundings()
            .with("7.113.0.203.in-addr.arpa.", "PTR", "203-0-113-7.dyn.client.example.")
            .with("203-0-113-7.dyn.client.example.", "A", "203.0.113.7");

    ClientConformanceTest() {
        super("address", SURROUNDINGS.clientCheck());
    }

    @AfterAll
    static void close() {
        SURROUNDINGS.close();
    }
}
