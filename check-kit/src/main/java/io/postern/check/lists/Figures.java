package io.postern.check.lists;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.postern.check.lists.WatchedList.Result;
import java.util.function.Supplier;

/** What is counted of the lists of a check; the names begin with the check's. */
final class Figures {

    private final MeterRegistry meters;
    private final String prefix;

    Figures(MeterRegistry meters, String check) {
        this.meters = meters;
        this.prefix = "postern." + check;
    }

    void refused(Supplier<Number> refused) {
        Gauge.builder(prefix + ".lists.refused", refused)
                .description("1 while the file of lists is refused and an older one is in force")
                .register(meters);
    }

    Counter lookups(String list, Result result) {
        return Counter.builder(prefix + ".lookups")
                .description("Look-ups by list and what they said")
                .tags("list", list, "result", result.name())
                .register(meters);
    }

    void probed(String list, boolean good) {
        Counter.builder(prefix + ".probes")
                .description("Probes by list and how they went")
                .tags("list", list, "result", good ? "GOOD" : "BAD")
                .register(meters)
                .increment();
    }

    void inService(String list, Supplier<Number> asked) {
        Gauge.builder(prefix + ".list.in.service", asked)
                .description("1 while the list is asked")
                .tag("list", list)
                .register(meters);
    }

    void hitRate(String list, Supplier<Number> share) {
        Gauge.builder(prefix + ".list.hit.rate", share)
                .description("The share of what was looked up last that the list has")
                .tag("list", list)
                .register(meters);
    }

    /** Of a list that is gone. */
    void forget(String list) {
        Search.in(meters)
                .tag("list", list)
                .name(name -> name.startsWith(prefix + "."))
                .meters()
                .forEach(meters::remove);
    }
}
