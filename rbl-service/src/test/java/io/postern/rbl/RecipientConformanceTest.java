package io.postern.rbl;

import io.postern.check.RecipientCheck;
import io.postern.check.conformance.CheckConformance;
import io.postern.check.dns.TestNameServer;

class RecipientConformanceTest extends CheckConformance {
    RecipientConformanceTest() {
        super("rbl", (RecipientCheck) check());
    }

    private static RblCheck check() {
        TestNameServer server = new TestNameServer()
                .add("2.0.0.127.bl.test.", "A", "127.0.0.2")
                .add("test.dbl.test.", "A", "127.0.0.2");
        String lists =
                "lists: [{ zone: bl.test }, { zone: dbl.test, of: sender }, { zone: dbl.test, name: helo, of: helo }]";
        return new Rig(lists, server.address()).check;
    }
}
