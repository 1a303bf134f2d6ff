package io.postern.greylist;

import io.postern.check.conformance.CheckConformance;
import org.junit.jupiter.api.AfterAll;

class GreylistConformanceTest extends CheckConformance {

    private static final Surroundings SURROUNDINGS = new Surroundings();

    GreylistConformanceTest() {
        super("greylist", SURROUNDINGS.check);
    }

    @AfterAll
    static void close() {
        SURROUNDINGS.close();
    }
}
