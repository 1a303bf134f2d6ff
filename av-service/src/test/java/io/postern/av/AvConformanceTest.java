package io.postern.av;

import io.postern.check.conformance.CheckConformance;

class AvConformanceTest extends CheckConformance {
    AvConformanceTest() {
        super("av", Rig.probed().check);
    }
}
