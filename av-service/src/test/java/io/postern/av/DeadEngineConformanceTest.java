package io.postern.av;

import io.postern.check.conformance.CheckConformance;

class DeadEngineConformanceTest extends CheckConformance {
    DeadEngineConformanceTest() {
        super("av", Rig.probed("engines", "/nowhere/clamd.ctl").check);
    }
}
