package io.postern.content;

import io.postern.check.conformance.CheckConformance;

class ContentConformanceTest extends CheckConformance {
    ContentConformanceTest() {
        super("content", Lists.check("q7private", "see you", "x y"));
    }
}
