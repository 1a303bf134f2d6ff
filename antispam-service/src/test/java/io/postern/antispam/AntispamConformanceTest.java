package io.postern.antispam;

import io.postern.check.conformance.CheckConformance;

class AntispamConformanceTest extends CheckConformance {

    AntispamConformanceTest() {
        super("antispam", new Instance().check);
    }
}
